package org.lanewise.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Each estimate against its formula, written out, over three batches of two channels; the second channel is 10 times
 * the first.
 */
class PopulationStatisticsTest {
    private static final double[][] BATCHES = {{1, 2, 6}, {4, 4, 7}, {0, 5, 1, 2}};
    private static final double CLOSE = 1e-12;

    private static ChannelMoments batch(double... values) {
        Tensor x = Tensor.of(new float[2 * values.length], Shape.of(values.length, 2), Layout.CHANNELS_LAST);
        for (int n = 0; n < values.length; n++) {
            x.set((float) values[n], n, 0);
            x.set((float) (10 * values[n]), n, 1);
        }
        ChannelMoments moments = new ChannelMoments(2);
        moments.add(x);
        return moments;
    }

    private static PopulationStatistics afterAll(PopulationEstimate estimate) {
        PopulationStatistics statistics = estimate.start(2);
        for (double[] values : BATCHES) {
            statistics.add(batch(values));
        }
        return statistics;
    }

    private static void assertEstimate(double mean, double variance, PopulationStatistics actual) {
        assertEquals(mean, actual.mean(0), CLOSE);
        assertEquals(variance, actual.variance(0), CLOSE);
    }

    private static void assertSecondScaled(PopulationStatistics actual) {
        assertEquals(10 * actual.mean(0), actual.mean(1), 10 * CLOSE);
        assertEquals(100 * actual.variance(0), actual.variance(1), 100 * CLOSE);
    }

    // The batches' means are 3, 5, 2; their biased variances 14/3, 2, 14/4; the unbiased ones 7, 3, 14/3.

    @Test
    void movingAverageBeginsAtZeroAndOne() {
        PopulationStatistics statistics = PopulationEstimate.movingAverage(0.75).start(2);
        assertTrue(statistics.isKnown());
        assertEstimate(0, 1, statistics);
        statistics.add(batch(BATCHES[0]));
        assertEstimate(0.25 * 3, 0.75 + 0.25 * 7, statistics);
        statistics.add(batch(BATCHES[1]));
        assertEstimate(0.75 * 0.75 + 0.25 * 5, 0.75 * 2.5 + 0.25 * 3, statistics);
        assertEquals(2, statistics.batches());
    }

    @Test
    void momentumIsOneMinusLambda() {
        PopulationStatistics byLambda = afterAll(PopulationEstimate.movingAverage(0.75));
        PopulationStatistics byMomentum = afterAll(PopulationEstimate.momentum(0.25));
        for (int c = 0; c < 2; c++) {
            assertEquals(byLambda.mean(c), byMomentum.mean(c));
            assertEquals(byLambda.variance(c), byMomentum.variance(c));
        }
    }

    @Test
    void withoutAPastTheLastBatchIsAll() {
        assertEstimate(2, 14.0 / 3, afterAll(PopulationEstimate.momentum(1)));
        assertEstimate(2, 14.0 / 3, afterAll(PopulationEstimate.movingAverage(0)));
    }

    @Test
    void cumulativeAverageGivesEachBatchTheSameWeight() {
        PopulationStatistics statistics = afterAll(PopulationEstimate.cumulativeAverage());
        assertEstimate((3 + 5 + 2) / 3.0, (7 + 3 + 14 / 3.0) / 3, statistics);
        assertSecondScaled(statistics);
    }

    @Test
    void exactOverBatchesCorrectsEachBatch() {
        PopulationStatistics statistics = afterAll(PopulationEstimate.exactOverBatches());
        double corrected = (3 / 2.0 * 14 / 3 + 3 / 2.0 * 2 + 4 / 3.0 * 14 / 4) / 3;
        assertEstimate((3 + 5 + 2) / 3.0, corrected, statistics);
        assertSecondScaled(statistics);
    }

    @Test
    void exactOverBatchesIsAskedAndFedInTurn() {
        PopulationStatistics statistics = PopulationEstimate.exactOverBatches().start(2);
        statistics.add(batch(BATCHES[0]));
        assertEstimate(3, 7, statistics);
        statistics.add(batch(BATCHES[1]));
        assertEstimate(4, 5, statistics);
        assertEquals(2, statistics.batches());
        statistics.add(batch(BATCHES[2]));
        assertEquals(
                (7 + 3 + 14 / 3.0) / 3, statistics.variance(0), CLOSE, "the variance, with no mean asked for since");
    }

    @Test
    void biasedTakesEachBatchAsItIs() {
        PopulationStatistics moving =
                afterAll(PopulationEstimate.movingAverage(0.5).biased());
        assertEstimate(0.125 * 3 + 0.25 * 5 + 0.5 * 2, 0.125 + 0.125 * 14 / 3 + 0.25 * 2 + 0.5 * 14 / 4, moving);
        assertSecondScaled(afterAll(PopulationEstimate.exactOverBatches().biased()));
        assertEstimate(2, 14 / 4.0, afterAll(PopulationEstimate.momentum(1).biased()));
        double average = (14 / 3.0 + 2 + 14 / 4.0) / 3;
        assertEstimate(
                (3 + 5 + 2) / 3.0,
                average,
                afterAll(PopulationEstimate.cumulativeAverage().biased()));
        assertEstimate(
                (3 + 5 + 2) / 3.0,
                average,
                afterAll(PopulationEstimate.exactOverBatches().biased().biased()));
    }

    @Test
    void biasedIsPartOfTheNameAndChangesNoOtherEstimate() {
        PopulationEstimate estimate = PopulationEstimate.momentum(0.25);
        assertEquals(
                "moving average, momentum 0.25, biased",
                estimate.biased().biased().toString());
        assertEquals("moving average, momentum 0.25", estimate.toString());
        assertEstimate(2, 14.0 / 3, afterAll(PopulationEstimate.momentum(1)));
        PopulationEstimate merged = PopulationEstimate.mergedMoments();
        assertEquals(merged, merged.biased());
    }

    @Test
    void mergedMomentsAreThoseOfAllElements() {
        PopulationStatistics statistics = afterAll(PopulationEstimate.mergedMoments());
        Moments all = Moments.of(1, 2, 6, 4, 4, 7, 0, 5, 1, 2);
        assertEstimate(all.mean(), all.variance(), statistics);
        assertSecondScaled(statistics);
    }

    @Test
    void whatIsMadeOfBatchesIsUnknownWithoutAny() {
        for (PopulationEstimate estimate :
                new PopulationEstimate[] {PopulationEstimate.exactOverBatches(), PopulationEstimate.mergedMoments()}) {
            PopulationStatistics statistics = estimate.start(2);
            assertFalse(statistics.isKnown());
            assertThrows(IllegalStateException.class, () -> statistics.mean(0));
            assertThrows(IllegalStateException.class, () -> statistics.variance(0));
        }
    }

    @Test
    void clearedIsAsNew() {
        for (PopulationEstimate estimate : new PopulationEstimate[] {
            PopulationEstimate.movingAverage(0.9),
            PopulationEstimate.cumulativeAverage(),
            PopulationEstimate.exactOverBatches(),
            PopulationEstimate.mergedMoments()
        }) {
            PopulationStatistics statistics = afterAll(estimate);
            statistics.clear();
            assertEquals(0, statistics.batches());
            PopulationStatistics fresh = estimate.start(2);
            assertEquals(fresh.isKnown(), statistics.isKnown());
            fresh.add(batch(BATCHES[1]));
            statistics.add(batch(BATCHES[1]));
            assertEquals(fresh.mean(1), statistics.mean(1), estimate.toString());
            assertEquals(fresh.variance(1), statistics.variance(1), estimate.toString());
        }
    }

    @Test
    void loadsWhatWasEstimatedElsewhere() {
        PopulationStatistics statistics = PopulationEstimate.cumulativeAverage().start(2);
        statistics.load(new double[] {3, 30}, new double[] {7, 700}, 1);
        statistics.add(batch(BATCHES[1]));
        assertEstimate(4, 5, statistics);
        assertSecondScaled(statistics);
    }

    @Test
    void takesTheEndsOfTheRanges() {
        PopulationStatistics statistics = PopulationEstimate.momentum(1).start(2);
        statistics.load(new double[] {2e39, -Double.MAX_VALUE}, new double[] {-1e-6, Double.MAX_VALUE}, 0);
        assertEquals(2e39, statistics.mean(0));
        assertEquals(-Double.MAX_VALUE, statistics.mean(1));
        assertEquals(-1e-6, statistics.variance(0));
        assertEquals(Double.MAX_VALUE, statistics.variance(1));
        assertEquals(0, statistics.batches());
        statistics.clear();
        statistics.add(batch(1, 3));
        assertEstimate(2, 2, statistics);
    }

    /** Whose weight is 0 is forgotten, a NaN and an infinity too: 0 times these is no number. */
    @Test
    void whatIsForgottenLeavesNothing() {
        for (PopulationEstimate estimate :
                new PopulationEstimate[] {PopulationEstimate.movingAverage(0), PopulationEstimate.momentum(1)}) {
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                PopulationStatistics statistics = estimate.start(2);
                ChannelMoments spoiled = new ChannelMoments(2);
                spoiled.merge(4, new double[] {bad, bad}, new double[] {Double.NaN, Double.NaN});
                statistics.add(spoiled);
                statistics.add(batch(1, 2, 3, 6));
                assertEstimate(3, 14.0 / 3, statistics);
            }
        }
        // The first batch of a cumulative average replaces what was loaded for no batch.
        PopulationStatistics cumulative = PopulationEstimate.cumulativeAverage().start(2);
        cumulative.load(new double[] {1e300, 1e300}, new double[] {1, 1}, 0);
        cumulative.add(batch(1, 2, 3, 6));
        assertEstimate(3, 14.0 / 3, cumulative);
    }

    @Test
    void aMomentumOfZeroLeavesTheStatisticsAlone() {
        for (PopulationEstimate estimate : new PopulationEstimate[] {
            PopulationEstimate.movingAverage(1),
            PopulationEstimate.momentum(0),
            PopulationEstimate.momentum(0).biased()
        }) {
            PopulationStatistics statistics = estimate.start(2);
            statistics.load(new double[] {3, 30}, new double[] {7, 700}, 5);
            ChannelMoments spoiled = new ChannelMoments(2);
            spoiled.merge(
                    4, new double[] {Double.NaN, Double.POSITIVE_INFINITY}, new double[] {Double.NaN, Double.NaN});
            statistics.add(spoiled);
            statistics.add(batch(1, 2, 3, 6));
            assertEstimate(3, 7, statistics);
            assertEquals(7, statistics.batches());
        }
    }

    @Test
    void refusesToLoadWhatIsNoStatistic() {
        PopulationStatistics statistics = PopulationEstimate.movingAverage(0.9).start(2);
        double[] fine = {1, 2};
        assertLoadNames("variance[0]: NaN", statistics, fine, new double[] {Double.NaN, 1}, 0);
        assertLoadNames("variance[0]: Infinity", statistics, fine, new double[] {Double.POSITIVE_INFINITY, 1}, 0);
        assertLoadNames("mean[1]: NaN", statistics, new double[] {1, Double.NaN}, fine, 0);
        assertLoadNames("mean[0]: -Infinity", statistics, new double[] {Double.NEGATIVE_INFINITY, 0}, fine, 0);
        assertLoadNames("mean: 3 values, must be 2", statistics, new double[3], fine, 0);
        assertLoadNames("variance: 1 values, must be 2", statistics, fine, new double[1], 0);
        assertLoadNames("batches: -1", statistics, fine, fine, -1);
        assertEstimate(0, 1, statistics);
        assertThrows(
                UnsupportedOperationException.class,
                () -> PopulationEstimate.mergedMoments().start(2).load(fine, fine, 1));
    }

    private static void assertLoadNames(
            String part, PopulationStatistics statistics, double[] mean, double[] variance, long batches) {
        String message = assertThrows(IllegalArgumentException.class, () -> statistics.load(mean, variance, batches))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void refusesParametersAndBatchesOutsideTheirRange() {
        assertThrows(IllegalArgumentException.class, () -> PopulationEstimate.movingAverage(1.1));
        assertThrows(IllegalArgumentException.class, () -> PopulationEstimate.movingAverage(-0.1));
        assertThrows(IllegalArgumentException.class, () -> PopulationEstimate.movingAverage(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> PopulationEstimate.momentum(-0.1));
        assertThrows(IllegalArgumentException.class, () -> PopulationEstimate.momentum(1.1));
        PopulationStatistics statistics = PopulationEstimate.cumulativeAverage().start(2);
        assertThrows(IllegalArgumentException.class, () -> statistics.add(new ChannelMoments(3)));
        assertThrows(IllegalArgumentException.class, () -> statistics.add(batch(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> PopulationEstimate.momentum(0.5).biased().start(2).add(batch(1)));
        assertEquals(0, statistics.batches());
        for (PopulationEstimate estimate : new PopulationEstimate[] {
            PopulationEstimate.movingAverage(0.9),
            PopulationEstimate.exactOverBatches(),
            PopulationEstimate.mergedMoments()
        }) {
            assertThrows(IllegalArgumentException.class, () -> estimate.start(0));
        }
    }

    @Test
    void estimatesNameThemselves() {
        assertEquals(
                "moving average, lambda 0.9",
                PopulationEstimate.movingAverage(0.9).toString());
        assertEquals(
                "moving average, momentum 0.1", PopulationEstimate.momentum(0.1).toString());
    }
}
