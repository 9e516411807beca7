package org.lanewise.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * Every batch's mean and variance. The unbiased one is m/(m - 1)·var_B with m the batch's own, so that batches of different sizes
 * each bring an unbiased estimate. Averaged when asked for, in the order of the batches.
 */
final class BatchList extends PopulationStatistics {
    private record Batch(double[] mean, double[] variance) {}

    private final BatchVariance batchVariance;
    private final List<Batch> all = new ArrayList<>();

    // The averages over all batches; null when a batch came since.
    private double[] mean;
    private double[] variance;

    BatchList(int channels, BatchVariance batchVariance) {
        super(channels);
        this.batchVariance = batchVariance;
    }

    @Override
    double meanOf(int channel) {
        average();
        return mean[channel];
    }

    @Override
    double varianceOf(int channel) {
        average();
        return variance[channel];
    }

    @Override
    void update(ChannelMoments batch, long k) {
        Batch kept = new Batch(new double[channels()], new double[channels()]);
        for (int c = 0; c < channels(); c++) {
            kept.mean[c] = batch.mean(c);
            kept.variance[c] = batchVariance.of(batch, c);
        }
        all.add(kept);
        mean = null;
        variance = null;
    }

    @Override
    void reset() {
        all.clear();
        mean = null;
        variance = null;
    }

    private void average() {
        if (mean != null) {
            return;
        }
        double[] sumOfMeans = new double[channels()];
        double[] sumOfVariances = new double[channels()];
        for (Batch batch : all) {
            for (int c = 0; c < channels(); c++) {
                sumOfMeans[c] += batch.mean[c];
                sumOfVariances[c] += batch.variance[c];
            }
        }
        for (int c = 0; c < channels(); c++) {
            sumOfMeans[c] /= all.size();
            sumOfVariances[c] /= all.size();
        }
        mean = sumOfMeans;
        variance = sumOfVariances;
    }
}
