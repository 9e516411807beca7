package org.lanewise.stats;

import java.util.Objects;

/**
 * The mean and variance of each channel of a population, as estimated so far. Kept in double.
 *
 * <p>Mutable, for one thread at a time.
 */
public abstract sealed class PopulationStatistics permits AveragedStatistics, BatchList, MergedStatistics {
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

    /** The number of batches that the estimate rests on. */
    public final long batches() {
        return batches;
    }

    /** Whether there is anything to normalize with: an average begins at mean 0 and variance 1, the others need a batch. */
    public boolean isKnown() {
        return batches > 0;
    }

    /**
     * The estimated mean of a channel.
     *
     * @throws IllegalStateException if nothing {@link #isKnown() is known}
     */
    public final double mean(int channel) {
        requireKnown();
        return meanOf(channel);
    }

    /**
     * The estimated variance of a channel.
     *
     * @throws IllegalStateException if nothing {@link #isKnown() is known}
     */
    public final double variance(int channel) {
        requireKnown();
        return varianceOf(channel);
    }

    /**
     * Takes a batch into account.
     *
     * @throws IllegalArgumentException if the batch has other channels, or fewer than 2 elements per channel
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

    /** Forgets all batches. */
    public final void clear() {
        reset();
        batches = 0;
    }

    /**
     * Sets what was estimated elsewhere, for averages only: the others are made of batches. To serve with what one of those has
     * estimated, load its means and variances into an average, with which inference is the same.
     *
     * <p>A variance may be a little below 0, as files have it that were merged in few digits: what must be above 0 is
     * variance + eps, which the layer checks when it infers or freezes, as it knows its eps.
     *
     * @param mean one per channel
     * @param variance one per channel
     * @param batches how many batches it stands for; matters to the cumulative average
     * @throws IllegalArgumentException if an array has not one value per channel, a mean or a variance is NaN or
     *     infinite, or the batches are
     *     negative; nothing is changed then
     * @throws UnsupportedOperationException if this is no average
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
            throw new IllegalArgumentException(name + ": " + values.length + " values, must be " + channels + ", one per channel");
        }
    }

    private void requireKnown() {
        if (!isKnown()) {
            throw new IllegalStateException("population: no batch seen, must be trained with one before its use");
        }
    }

    abstract double meanOf(int channel);

    abstract double varianceOf(int channel);

    /** Takes batch number k, from 1, into account. */
    abstract void update(ChannelMoments batch, long k);

    abstract void reset();

    void set(double[] mean, double[] variance) {
        throw new UnsupportedOperationException("load: this estimate is made of batches, must be an average");
    }
}
