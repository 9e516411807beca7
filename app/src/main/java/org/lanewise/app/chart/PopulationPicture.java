package org.lanewise.app.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.lanewise.app.chart.Panel.Axis;
import org.lanewise.app.chart.Panel.Line;
import org.lanewise.app.chart.Panel.Look;
import org.lanewise.app.chart.PanelPicture.Key;
import org.lanewise.app.experiment.population.Estimator;
import org.lanewise.app.experiment.population.PopulationResult.Estimate;
import org.lanewise.app.experiment.population.PopulationResults;

/** The estimates of population statistics: distance of means and of variances, and test accuracy, by batch size. */
public final class PopulationPicture {
    /** Of Okabe and Ito, in the order of the estimators. */
    private static final Color[] COLORS = {
        new Color(0xe6, 0x9f, 0x00),
        new Color(0xd5, 0x5e, 0x00),
        new Color(0xcc, 0x79, 0xa7),
        new Color(0x00, 0x9e, 0x73),
        Color.BLACK,
        new Color(0x56, 0xb4, 0xe9),
        new Color(0x00, 0x72, 0xb2)
    };

    /** So much wider is the axis of batch sizes at each end. */
    private static final double ROOM = 1.5;

    private PopulationPicture() {}

    /** Draws the picture; a PNG file's contents. */
    public static byte[] png(PopulationResults results) {
        List<Key> keys = new ArrayList<>();
        for (Estimator estimator : Estimator.values()) {
            keys.add(new Key(estimator.title(), look(estimator)));
        }
        List<Line> means = lines(results, estimate -> estimate.distance().mean());
        List<Line> variances = lines(results, estimate -> estimate.distance().variance());
        List<Line> accuracies = lines(results, estimate -> 100 * estimate.accuracy());
        double least = accuracies.stream()
                .flatMapToDouble(line -> Arrays.stream(line.y()))
                .min()
                .orElseThrow();
        double most = accuracies.stream()
                .flatMapToDouble(line -> Arrays.stream(line.y()))
                .max()
                .orElseThrow();
        Axis accuracy = new Axis("", false, 10 * Math.floor(least / 10), 10 * Math.floor(most / 10 + 1));
        List<Integer> sizes = results.plan().batchSizes();
        Axis batch = new Axis("images of a batch", true, sizes.getFirst() / ROOM, sizes.getLast() * ROOM);
        return new PanelPicture(
                        "Estimates of population statistics beside the true ones; mean of the seeds",
                        keys,
                        List.of(List.of(
                                new Panel("Means: rms of (mean − μ)/σ", batch, Axis.decades("", means), means, ""),
                                new Panel(
                                        "Variances: rms of ln(variance/σ²)",
                                        batch,
                                        Axis.decades("", variances),
                                        variances,
                                        ""),
                                new Panel("Test accuracy with these statistics, %", batch, accuracy, accuracies, ""))))
                .png();
    }

    private static List<Line> lines(PopulationResults results, ToDoubleFunction<Estimate> figure) {
        List<Line> lines = new ArrayList<>();
        double[] x = results.plan().batchSizes().stream()
                .mapToDouble(Integer::doubleValue)
                .toArray();
        for (Estimator estimator : Estimator.values()) {
            double[] y = results.plan().batchSizes().stream()
                    .mapToDouble(batchSize ->
                            results.figure(batchSize, estimator, figure).mean())
                    .toArray();
            lines.add(new Line(x, y, look(estimator)));
        }
        return lines;
    }

    /** Dashed where it lies on another line: the exact average is the cumulative one. */
    private static Look look(Estimator estimator) {
        return new Look(COLORS[estimator.ordinal()], 2.5f, estimator == Estimator.EXACT_OVER_BATCHES, true);
    }
}
