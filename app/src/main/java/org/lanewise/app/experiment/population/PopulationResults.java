package org.lanewise.app.experiment.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.lanewise.app.experiment.population.PopulationResult.Estimate;

/**
 * What became of all trainings, and what follows.
 *
 * @param plan the plan
 * @param all a result for each batch size and seed
 */
public record PopulationResults(PopulationPlan plan, List<PopulationResult> all) {
    /**
     * A figure over the seeds.
     *
     * @param mean over the seeds
     * @param least of the seeds
     * @param most of the seeds
     */
    public record Figure(double mean, double least, double most) {
        static Figure of(double[] seeds) {
            return new Figure(
                    Arrays.stream(seeds).average().orElseThrow(),
                    Arrays.stream(seeds).min().orElseThrow(),
                    Arrays.stream(seeds).max().orElseThrow());
        }
    }

    /** A figure of an estimator. */
    public Figure figure(int batchSize, Estimator estimator, ToDoubleFunction<Estimate> figure) {
        return Figure.of(of(batchSize).stream()
                .mapToDouble(result -> figure.applyAsDouble(result.estimates().get(estimator.ordinal())))
                .toArray());
    }

    /** The test accuracy with the true statistics. */
    public Figure trueAccuracy(int batchSize) {
        return Figure.of(of(batchSize).stream()
                .mapToDouble(PopulationResult::trueAccuracy)
                .toArray());
    }

    private List<PopulationResult> of(int batchSize) {
        return all.stream().filter(result -> result.batchSize() == batchSize).toList();
    }

    /** What follows from the figures, a sentence per batch size and one on those that agree. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        List<Estimator> during = Arrays.stream(Estimator.values())
                .filter(estimator -> estimator != Estimator.RECOMPUTED)
                .toList();
        for (int batchSize : plan.batchSizes()) {
            Comparator<Estimator> byDistance = Comparator.comparingDouble(estimator -> distance(batchSize, estimator));
            Estimator nearest = during.stream().min(byDistance).orElseThrow();
            Estimator furthest = during.stream().max(byDistance).orElseThrow();
            double afterwards = distance(batchSize, Estimator.RECOMPUTED);
            findings.add(
                    ("Batches of %d: of the estimates made during the training the nearest is %s (%s), the furthest "
                                    + "%s (%s), %s; recomputed afterwards %s (%.3f), %s.")
                            .formatted(
                                    batchSize,
                                    nearest.title(),
                                    text(batchSize, nearest),
                                    furthest.title(),
                                    text(batchSize, furthest),
                                    points(batchSize, furthest),
                                    afterwards < distance(batchSize, nearest)
                                            ? "it is nearer still"
                                            : "it is no nearer",
                                    afterwards,
                                    points(batchSize, Estimator.RECOMPUTED)));
        }
        double apart = plan.batchSizes().stream()
                .mapToDouble(batchSize -> Math.abs(distance(batchSize, Estimator.EXACT_OVER_BATCHES)
                                / distance(batchSize, Estimator.CUMULATIVE_AVERAGE)
                        - 1))
                .max()
                .orElseThrow();
        findings.add(("Exact over batches and the cumulative average differ by %.1e of their distance at most, and the "
                        + "former keeps %d times the bytes with the smallest batches.")
                .formatted(
                        apart, Math.round(bytes(Estimator.EXACT_OVER_BATCHES) / bytes(Estimator.CUMULATIVE_AVERAGE))));
        return findings;
    }

    private double bytes(Estimator estimator) {
        return figure(plan.batchSizes().getFirst(), estimator, Estimate::bytes).mean;
    }

    private double distance(int batchSize, Estimator estimator) {
        return figure(batchSize, estimator, estimate -> estimate.distance().total()).mean;
    }

    private String text(int batchSize, Estimator estimator) {
        return "%.3f".formatted(distance(batchSize, estimator));
    }

    /** The accuracy beside that with the true statistics, in points of a hundred. */
    private String points(int batchSize, Estimator estimator) {
        double points = 100 * (figure(batchSize, estimator, Estimate::accuracy).mean - trueAccuracy(batchSize).mean);
        return "with %+.1f points of accuracy".formatted(Math.round(10 * points) / 10.0);
    }
}
