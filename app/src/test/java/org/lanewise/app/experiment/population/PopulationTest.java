package org.lanewise.app.experiment.population;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.FewImages;
import org.lanewise.app.experiment.population.PopulationResult.Estimate;
import org.lanewise.app.train.DivergedException;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.PopulationStatistics;

class PopulationTest {
    @Test
    void estimatesAreThoseOfTheTextbook() {
        // Batches 1, 3 and 5, 9: means 2 and 7, unbiased variances 2 and 8; all four: mean 4.5, variance 8.75.
        Map<Estimator, double[]> expected = Map.of(
                Estimator.MOVING_AVERAGE_0_9, new double[] {0.9 * 0.2 + 0.7, 0.9 * (0.9 + 0.2) + 0.8},
                Estimator.MOVING_AVERAGE_0_99, new double[] {0.99 * 0.02 + 0.07, 0.99 * (0.99 + 0.02) + 0.08},
                Estimator.MOVING_AVERAGE_0_999, new double[] {0.999 * 0.002 + 0.007, 0.999 * 1.001 + 0.008},
                Estimator.CUMULATIVE_AVERAGE, new double[] {4.5, 5},
                Estimator.EXACT_OVER_BATCHES, new double[] {4.5, 5},
                Estimator.MERGED_MOMENTS, new double[] {4.5, 8.75},
                Estimator.RECOMPUTED, new double[] {4.5, 5});
        for (Estimator estimator : Estimator.values()) {
            PopulationStatistics population = estimator.estimate().start(1);
            population.add(moments(2, 2, 2));
            population.add(moments(2, 7, 8));
            Statistics statistics = Statistics.of(population);
            assertArrayEquals(
                    expected.get(estimator),
                    new double[] {statistics.mean()[0], statistics.variance()[0]},
                    1e-12,
                    estimator.title());
        }
    }

    private static ChannelMoments moments(long count, double mean, double squares) {
        ChannelMoments moments = new ChannelMoments(1);
        moments.merge(count, new double[] {mean}, new double[] {squares});
        return moments;
    }

    @Test
    void onlyTheExactEstimateKeepsMoreWithEachBatch() {
        for (Estimator estimator : Estimator.values()) {
            long expected = switch (estimator) {
                case EXACT_OVER_BATCHES -> 16 * 3 * 100;
                case MERGED_MOMENTS -> 16 * 3 + 8;
                default -> 16 * 3;
            };
            assertEquals(expected, estimator.bytes(3, 100));
        }
    }

    @Test
    void theDistanceIsFreeOfScale() {
        List<Statistics> truth = List.of(
                new Statistics(new double[] {1, 7}, new double[] {4, 0}),
                new Statistics(new double[] {-2000}, new double[] {1e6}));
        assertEquals(new Distance(0, 0), Distance.between(truth, truth));
        List<Statistics> estimated = List.of(
                new Statistics(new double[] {1 + 2, 9}, new double[] {4 * Math.E, 9}),
                new Statistics(new double[] {-3000}, new double[] {1e6 / Math.E}));
        Distance distance = Distance.between(estimated, truth);
        assertEquals(1, distance.mean(), 1e-12);
        assertEquals(1, distance.variance(), 1e-12);
        assertEquals(Math.sqrt(2), distance.total(), 1e-12);
    }

    @Test
    void withoutMovingWeightsTheTrainingIsRecomputation() throws DataException, DivergedException {
        PopulationResult result = PopulationTraining.run(
                FewImages.of(300, 60), new PopulationPlan(5, 1, List.of(32), 0, 1), 32, 1, Optional.empty(), () -> {});
        Distance exact =
                result.estimates().get(Estimator.EXACT_OVER_BATCHES.ordinal()).distance();
        Distance recomputed =
                result.estimates().get(Estimator.RECOMPUTED.ordinal()).distance();
        assertEquals(exact.mean(), recomputed.mean(), 1e-12);
        assertEquals(exact.variance(), recomputed.variance(), 1e-12);
        assertTrue(exact.mean() > 1e-4 && exact.mean() < 0.1, exact.toString());
        // 300 = 9·32 + 12: ten batches, two layers of five channels.
        assertEquals(
                16 * 10 * 10,
                result.estimates().get(Estimator.EXACT_OVER_BATCHES.ordinal()).bytes());
    }

    @Test
    void aBatchOfAllImagesHasTheTrueStatistics() throws DataException, DivergedException {
        PopulationResult result = PopulationTraining.run(
                FewImages.of(300, 60),
                new PopulationPlan(5, 1, List.of(300), 0, 1),
                300,
                1,
                Optional.empty(),
                () -> {});
        Estimate merged = result.estimates().get(Estimator.MERGED_MOMENTS.ordinal());
        // But for the float rounding of what the first layer gives the second.
        assertTrue(merged.distance().total() < 1e-5, merged.toString());
        assertEquals(result.trueAccuracy(), merged.accuracy());
        Estimate unbiased = result.estimates().get(Estimator.CUMULATIVE_AVERAGE.ordinal());
        assertEquals(Math.log(300.0 / 299), unbiased.distance().variance(), 1e-5);
    }

    @Test
    void theFindingsAreThoseOfTheFigures() {
        PopulationPlan plan = new PopulationPlan(4, 1, List.of(4), 0.1, 1);
        List<Estimate> estimates = Arrays.stream(Estimator.values())
                .map(estimator -> new Estimate(
                        new Distance(1 + estimator.ordinal(), 0),
                        0.9 - estimator.ordinal() / 100.0,
                        estimator.bytes(4, 50)))
                .toList();
        List<String> findings =
                new PopulationResults(plan, List.of(new PopulationResult(4, 1, 0.9, estimates))).findings();
        assertEquals(
                "Batches of 4: of the estimates made during the training the nearest is moving average, 0.9 (1.000), "
                        + "the furthest merged moments (6.000), with -5.0 points of accuracy; recomputed afterwards "
                        + "it is no "
                        + "nearer (7.000), with -6.0 points of accuracy.",
                findings.getFirst());
        assertEquals(
                "Exact over batches and the cumulative average differ by 2.5e-01 of their distance at most, and the "
                        + "former keeps 50 times the bytes with the smallest batches.",
                findings.getLast());
    }
}
