package org.lanewise.stats;

import java.util.Objects;

/**
 * Running statistics: the estimated mean and variance of each channel of a population, in double. A
 * {@link PopulationEstimate} says how they are estimated from the batches.
 *
 * <p>Mutable, for one thread at a time.
 */
public abstract sealed class PopulationStatistics
        permits AveragedStatistics, ExactOverBatchesStatistics, MergedStatistics {
    /**
     * The variances of a batch that an estimate takes: {@link ChannelMoments#variances} or
     * {@link ChannelMoments#unbiasedVariances}.
     */
    @FunctionalInterface
    interface BatchVariance {
        void fill(ChannelMoments batch, double[] variances);
    }

    private final int channels;
    private long batches;

    PopulationStatistics(int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("channels: " + channels + ", must be at least 1");
        }
        this.channels = channels;
    }

    /** The number of channels. */
    public final int channels() {
        return channels;
    }

    /** The number of batches that the estimate is made from. */
    public final long batches() {
        return batches;
    }

    /** Whether there is an estimate: averages begin at mean 0 and variance 1, the other estimates need a batch. */
    public boolean isKnown() {
        return batches > 0;
    }

    /**
     * The estimated mean of a channel.
     *
     * @param channel 0 to channels - 1
     * @throws IllegalStateException if there is no estimate: see {@link #isKnown}
     * @throws IndexOutOfBoundsException if there is no such channel
     */
    public final double mean(int channel) {
        requireKnown();
        return meanOf(channel);
    }

    /**
     * The estimated variance of a channel.
     *
     * @param channel 0 to channels - 1
     * @throws IllegalStateException if there is no estimate: see {@link #isKnown}
     * @throws IndexOutOfBoundsException if there is no such channel
     */
    public final double variance(int channel) {
        requireKnown();
        return varianceOf(channel);
    }

    /**
     * Updates the estimate with a batch, as a layer does after each training pass.
     *
     * @param batch the moments of the batch's elements; they are copied
     * @throws IllegalArgumentException if batch has another number of channels, or fewer than 2 elements per channel
     */
    public final void add(ChannelMoments batch) {
        Objects.requireNonNull(batch, "batch");
        if (batch.channels() != channels) {
            throw new IllegalArgumentException("batch: " + batch.channels() + " channels, must be " + channels);
        }
        if (batch.count() < 2) {
            throw new IllegalArgumentException("batch: " + batch.count() + " elements per channel, must be at least 2");
        }
        update(batch, batches + 1);
        batches++;
    }

    /** Forgets all batches: the statistics are then as new. */
    public final void clear() {
        reset();
        batches = 0;
    }

    /**
     * Sets means and variances that were estimated elsewhere. Only averages can be set, as the other estimates are made
     * of batches. To infer with statistics of another estimate, load its means and variances into an average: inference
     * is then the same.
     *
     * <p>A variance may be a little below 0, as it is in files whose statistics were merged in few digits. Only
     * variance + eps must be above 0, which the layer checks when it infers or freezes.
     *
     * @param mean one per channel, finite; copied
     * @param variance one per channel, finite; copied
     * @param batches how many batches they were estimated from, 0 or more; only the cumulative average uses it
     * @throws IllegalArgumentException if mean or variance has not one value per channel, or one that is NaN or
     *     infinite, or batches is negative; nothing is changed then
     * @throws UnsupportedOperationException if this is not a moving or cumulative average
     */
    public final void load(double[] mean, double[] variance, long batches) {
        requireOnePerChannel("mean", mean);
        requireOnePerChannel("variance", variance);
        for (int c = 0; c < channels; c++) {
            requireFinite("mean", c, mean[c]);
            requireFinite("variance", c, variance[c]);
        }
        if (batches < 0) {
            throw new IllegalArgumentException("batches: " + batches + ", must not be negative");
        }
        set(mean, variance);
        this.batches = batches;
    }

    private static void requireFinite(String name, int channel, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + "[" + channel + "]: " + value + ", must be finite");
        }
    }

    private void requireOnePerChannel(String name, double[] values) {
        Objects.requireNonNull(values, name);
        if (values.length != channels) {
            throw new IllegalArgumentException(
                    name + ": " + values.length + " values, must be " + channels + ", one per channel");
        }
    }

    private void requireKnown() {
        if (!isKnown()) {
            throw new IllegalStateException("population: no batch seen, must be trained with one before its use");
        }
    }

    abstract double meanOf(int channel);

    abstract double varianceOf(int channel);

    /** Updates the estimate with batch number k; the first batch is number 1. */
    abstract void update(ChannelMoments batch, long k);

    abstract void reset();

    void set(double[] mean, double[] variance) {
        throw new UnsupportedOperationException("load: this estimate is made of batches, must be an average");
    }
}
