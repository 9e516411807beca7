package org.lanewise.app.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.lanewise.app.chart.Panel.Axis;
import org.lanewise.app.chart.Panel.Line;
import org.lanewise.app.chart.Panel.Look;
import org.lanewise.app.chart.PanelPicture.Key;
import org.lanewise.app.experiment.Architecture;
import org.lanewise.app.experiment.Measurement;
import org.lanewise.app.experiment.Plan;
import org.lanewise.app.experiment.Results;
import org.lanewise.app.experiment.TrialResult;
import org.lanewise.app.nn.ActivationFunction;

/**
 * The pictures of an experiment: a column for each activation function, and a row for each depth where both are shown.
 */
public final class ExperimentPictures {
    private static final boolean[] BOTH = {true, false};

    /** A loss above this is as bad as any. */
    private static final double MOST_LOSS = 3.5;

    /** A curve of losses is smoothed: each point is the mean over so many steps. */
    private static final int SMOOTHED = 5;

    private static final Look LIMIT = new Look(Color.GRAY, 1.5f, true, false);

    /** So much wider is an axis of learning rates at each end. */
    private static final double ROOM = 1.5;

    private static final List<Key> BOTH_KEYS =
            List.of(new Key(Style.name(true), marked(true)), new Key(Style.name(false), marked(false)));

    private final Results results;

    /** The pictures of some results. */
    public ExperimentPictures(Results results) {
        this.results = results;
    }

    /** Training loss over the steps, each network at its best rate. */
    public byte[] losses() {
        double steps = results.plan().steps();
        return byArchitecture(
                "Training loss, each network at its best learning rate; a line per seed",
                List.of(Key.of(true), Key.of(false), new Key("trains below this line", LIMIT)),
                architecture -> {
                    List<Line> lines = new ArrayList<>();
                    List<String> rates = new ArrayList<>();
                    for (boolean with : BOTH) {
                        double rate = results.bestRate(architecture, with);
                        rates.add((float) rate + (with ? " with" : " without"));
                        for (TrialResult result : results.of(architecture, with, rate)) {
                            lines.add(smoothed(result, new Look(Style.color(with), 1.6f, false, false)));
                        }
                    }
                    lines.add(new Line(
                            new double[] {0, steps}, new double[] {TrialResult.TRAINED, TrialResult.TRAINED}, LIMIT));
                    return new Panel(
                            architecture.title() + " (" + String.join(", ", rates) + ")",
                            new Axis("step", false, 0, steps),
                            new Axis("training loss", false, 0, MOST_LOSS),
                            lines,
                            "");
                });
    }

    private static Line smoothed(TrialResult result, Look look) {
        int points = result.losses().length / SMOOTHED;
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            x[i] = (i + 0.5) * SMOOTHED;
            y[i] = Arrays.stream(result.losses(), i * SMOOTHED, (i + 1) * SMOOTHED)
                    .average()
                    .orElseThrow();
        }
        return new Line(x, y, look);
    }

    /** The loss in the end over the learning rate. */
    public byte[] rates() {
        List<Double> rates = results.plan().learningRates();
        Line limit = new Line(
                new double[] {rates.getFirst() / ROOM, rates.getLast() * ROOM},
                new double[] {TrialResult.TRAINED, TrialResult.TRAINED},
                LIMIT);
        return byRate(
                "Training loss in the end, by learning rate; at the top of a chart: that, more, or diverged",
                List.of(BOTH_KEYS.getFirst(), BOTH_KEYS.getLast(), new Key("trains below this line", LIMIT)),
                new Axis("training loss in the end", false, 0, MOST_LOSS),
                List.of(limit),
                result -> Math.min(MOST_LOSS, result.finalLoss()));
    }

    /** The test accuracy in the end over the learning rate. */
    public byte[] accuracies() {
        return byRate(
                "Test accuracy in the end, by learning rate; 0 is a training that diverged",
                BOTH_KEYS,
                new Axis("test accuracy, %", false, 0, 100),
                List.of(),
                result -> result.diverged() ? 0 : 100 * result.testAccuracy());
    }

    /** Of the seeds, a line through the means and a point for each. */
    private byte[] byRate(
            String title, List<Key> keys, Axis yAxis, List<Line> more, ToDoubleFunction<TrialResult> figure) {
        double[] rates = results.plan().learningRates().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        Axis xAxis = new Axis("learning rate", true, rates[0] / ROOM, rates[rates.length - 1] * ROOM);
        return byArchitecture(title, keys, architecture -> {
            List<Line> lines = new ArrayList<>(more);
            for (boolean with : BOTH) {
                double[] means = new double[rates.length];
                for (int i = 0; i < rates.length; i++) {
                    double[] seeds = results.of(architecture, with, rates[i]).stream()
                            .mapToDouble(figure)
                            .toArray();
                    means[i] = Arrays.stream(seeds).average().orElseThrow();
                    double[] x = new double[seeds.length];
                    Arrays.fill(x, rates[i]);
                    lines.add(new Line(x, seeds, new Look(Style.color(with), 0, false, true)));
                }
                lines.add(new Line(rates, means, new Look(Style.color(with), 2, false, false)));
            }
            return new Panel(architecture.title(), xAxis, yAxis, lines, "");
        });
    }

    private static Look marked(boolean batchNormalized) {
        return new Look(Style.color(batchNormalized), 2.5f, false, true);
    }

    /** The gradient's norm layer by layer in the first step, for the deepest networks. */
    public byte[] firstGradients() {
        int layers = Plan.DEPTHS.getLast() + 1;
        double[] x = IntStream.rangeClosed(1, layers).asDoubleStream().toArray();
        double rate = results.plan().learningRates().getFirst();
        List<Panel> panels = new ArrayList<>();
        for (ActivationFunction function : ActivationFunction.values()) {
            Architecture architecture = new Architecture(function, Plan.DEPTHS.getLast());
            List<Line> lines = new ArrayList<>();
            for (boolean with : BOTH) {
                for (TrialResult result : results.of(architecture, with, rate)) {
                    if (!result.measurements().isEmpty()) {
                        lines.add(new Line(
                                x,
                                result.measurements().getFirst().gradientNorms(),
                                new Look(Style.color(with), 1.8f, false, true)));
                    }
                }
            }
            panels.add(new Panel(
                    architecture.title(),
                    new Axis("layer (" + layers + " is the output)", false, 0.5, layers + 0.5),
                    Axis.decades("norm of the gradient", lines),
                    lines,
                    "no step was made"));
        }
        return new PanelPicture(
                        "Gradient of the loss by the weights of each layer, first step; a line per seed",
                        BOTH_KEYS,
                        List.of(sameScale(panels)))
                .png();
    }

    /** The gradient's norm of some layers over the steps, for the deepest networks at the rate of comparison. */
    public byte[] gradients() {
        int depth = Plan.DEPTHS.getLast();
        int[] shown = {1, 2, depth / 2, depth, depth + 1};
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < shown.length; i++) {
            keys.add(new Key(shown[i] > depth ? "output" : "hidden layer " + shown[i], shade(i, shown.length)));
        }
        List<Panel> all = new ArrayList<>();
        for (boolean with : BOTH) {
            for (ActivationFunction function : ActivationFunction.values()) {
                Architecture architecture = new Architecture(function, depth);
                double rate = rate(architecture, with);
                List<Line> lines = new ArrayList<>();
                for (int i = 0; i < shown.length; i++) {
                    int layer = shown[i] - 1;
                    lines.add(median(
                            results.of(architecture, with, rate),
                            m -> m.gradientNorms()[layer],
                            shade(i, shown.length)));
                }
                all.add(new Panel(
                        function.title() + (with ? " with" : " without") + ", rate " + (float) rate,
                        new Axis("step", false, 0, results.plan().steps()),
                        Axis.decades("norm of the gradient", lines),
                        lines,
                        "diverges at once"));
            }
        }
        List<Panel> scaled = sameScale(all);
        int columns = ActivationFunction.values().length;
        return new PanelPicture(
                        "Gradient of the loss by the weights over time, " + depth
                                + " hidden layers, with (above) and without (below) batch normalization",
                        keys,
                        List.of(scaled.subList(0, columns), scaled.subList(columns, all.size())))
                .png();
    }

    /** The rate at which both networks train, or this network's best one. */
    private double rate(Architecture architecture, boolean batchNormalized) {
        return results.commonRate(architecture).orElse(results.bestRate(architecture, batchNormalized));
    }

    /** From yellow to violet, the lightness falling: layers in their order, in print too. */
    private static Look shade(int number, int count) {
        float t = (float) number / (count - 1);
        return new Look(
                Color.getHSBColor(0.13f - 0.38f * t + (0.13f - 0.38f * t < 0 ? 1 : 0), 0.9f, 0.93f - 0.5f * t),
                2.2f,
                false,
                false);
    }

    /** Drift over the steps, at the rate of comparison. */
    public byte[] drift(String title, String yTitle, ToDoubleFunction<Measurement> figure) {
        BiFunction<Architecture, List<Line>, Panel> panel = (architecture, lines) -> new Panel(
                architecture.title()
                        + results.commonRate(architecture)
                                .map(rate -> ", rate " + rate.floatValue())
                                .orElse(""),
                new Axis("step", false, 0, results.plan().steps()),
                Axis.decades(yTitle, lines),
                lines,
                "no learning rate at which both train");
        List<Panel> panels = new ArrayList<>();
        for (int depth : Plan.DEPTHS) {
            for (ActivationFunction function : ActivationFunction.values()) {
                Architecture architecture = new Architecture(function, depth);
                Optional<Double> rate = results.commonRate(architecture);
                List<Line> lines = new ArrayList<>();
                for (boolean with : BOTH) {
                    rate.ifPresent(r -> lines.add(median(results.of(architecture, with, r), figure, marked(with))));
                }
                panels.add(panel.apply(architecture, lines));
            }
        }
        List<Panel> scaled = sameScale(panels);
        int columns = ActivationFunction.values().length;
        return new PanelPicture(
                        title + "; median of the seeds",
                        BOTH_KEYS,
                        IntStream.range(0, Plan.DEPTHS.size())
                                .mapToObj(row -> scaled.subList(row * columns, (row + 1) * columns))
                                .toList())
                .png();
    }

    /** A line of the median over the seeds that got so far. */
    private static Line median(List<TrialResult> seeds, ToDoubleFunction<Measurement> figure, Look look) {
        int points = seeds.stream()
                .mapToInt(result -> result.measurements().size())
                .max()
                .orElse(0);
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            int point = i;
            List<Measurement> there = seeds.stream()
                    .filter(result -> result.measurements().size() > point)
                    .map(result -> result.measurements().get(point))
                    .toList();
            x[i] = there.getFirst().step();
            double[] sorted = there.stream().mapToDouble(figure).sorted().toArray();
            y[i] = sorted[sorted.length / 2];
        }
        return new Line(x, y, look);
    }

    /** Charts that stand beside each other have one scale. */
    private static List<Panel> sameScale(List<Panel> panels) {
        Axis y = Axis.decades(
                panels.getFirst().y().title(),
                Panel.all(panels.stream().map(Panel::lines).toList()));
        return panels.stream()
                .map(panel -> new Panel(panel.title(), panel.x(), y, panel.lines(), panel.note()))
                .toList();
    }

    private static byte[] byArchitecture(String title, List<Key> keys, Function<Architecture, Panel> panel) {
        List<List<Panel>> rows = new ArrayList<>();
        for (int depth : Plan.DEPTHS) {
            rows.add(Arrays.stream(ActivationFunction.values())
                    .map(function -> panel.apply(new Architecture(function, depth)))
                    .toList());
        }
        return new PanelPicture(title, keys, rows).png();
    }
}
