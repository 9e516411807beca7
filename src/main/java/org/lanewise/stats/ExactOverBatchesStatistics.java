package org.lanewise.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * The average of the means and variances of all batches. Each batch is kept, and they are averaged in their order when
 * a mean or variance is asked for. The unbiased variance of a batch is m/(m - 1)·var_B with its own m, so that each
 * batch brings an unbiased estimate even if batches differ in size.
 */
final class ExactOverBatchesStatistics extends PopulationStatistics {
    private record Batch(double[] mean, double[] variance) {}

    private final BatchVariance batchVariance;
    private final List<Batch> keptBatches = new ArrayList<>();

    // The averages over all batches; null if they are out of date.
    private double[] mean;
    private double[] variance;

    ExactOverBatchesStatistics(int channels, BatchVariance batchVariance) {
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
        batch.means(kept.mean);
        batchVariance.fill(batch, kept.variance);
        keptBatches.add(kept);
        mean = null;
        variance = null;
    }

    @Override
    void reset() {
        keptBatches.clear();
        mean = null;
        variance = null;
    }

    private void average() {
        if (mean != null) {
            return;
        }
        double[] sumOfMeans = new double[channels()];
        double[] sumOfVariances = new double[channels()];
        for (Batch batch : keptBatches) {
            for (int c = 0; c < channels(); c++) {
                sumOfMeans[c] += batch.mean[c];
                sumOfVariances[c] += batch.variance[c];
            }
        }
        for (int c = 0; c < channels(); c++) {
            sumOfMeans[c] /= keptBatches.size();
            sumOfVariances[c] /= keptBatches.size();
        }
        mean = sumOfMeans;
        variance = sumOfVariances;
    }
}
