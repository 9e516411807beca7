package org.lanewise.stats;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * A moving or cumulative average g = (1 - f)·g + f·batch, of means and of variances. The fraction f may depend on the
 * number of the batch.
 */
final class AveragedStatistics extends PopulationStatistics {
    private final LongToDoubleFunction fraction;
    private final BatchVariance batchVariance;
    private final double[] mean;
    private final double[] variance;
    /** The batch's means, then its variances. */
    private final double[] ofBatch;

    AveragedStatistics(int channels, LongToDoubleFunction fraction, BatchVariance batchVariance) {
        super(channels);
        this.fraction = fraction;
        this.batchVariance = batchVariance;
        mean = new double[channels];
        variance = new double[channels];
        ofBatch = new double[channels];
        reset();
    }

    @Override
    public boolean isKnown() {
        return true;
    }

    @Override
    double meanOf(int channel) {
        return mean[channel];
    }

    @Override
    double varianceOf(int channel) {
        return variance[channel];
    }

    @Override
    void update(ChannelMoments batch, long k) {
        double f = fraction.applyAsDouble(k);
        batch.means(ofBatch);
        average(mean, f);
        batchVariance.fill(batch, ofBatch);
        average(variance, f);
    }

    /** Averages with the batch's values. Leaves out those with weight 0: 0 times NaN is NaN, and would stay. */
    private void average(double[] values, double f) {
        if (f == 1) {
            System.arraycopy(ofBatch, 0, values, 0, values.length);
        } else if (f != 0) {
            for (int c = 0; c < values.length; c++) {
                values[c] = (1 - f) * values[c] + f * ofBatch[c];
            }
        }
    }

    @Override
    void reset() {
        Arrays.fill(mean, 0);
        Arrays.fill(variance, 1);
    }

    @Override
    void set(double[] newMean, double[] newVariance) {
        System.arraycopy(newMean, 0, mean, 0, mean.length);
        System.arraycopy(newVariance, 0, variance, 0, variance.length);
    }
}
