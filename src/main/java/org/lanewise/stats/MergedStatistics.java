package org.lanewise.stats;

/** The mean and the biased variance of all elements of all batches. */
final class MergedStatistics extends PopulationStatistics {
    private final ChannelMoments all;

    MergedStatistics(int channels) {
        super(channels);
        all = new ChannelMoments(channels);
    }

    @Override
    double meanOf(int channel) {
        return all.mean(channel);
    }

    @Override
    double varianceOf(int channel) {
        return all.variance(channel);
    }

    @Override
    void update(ChannelMoments batch, long k) {
        all.merge(batch);
    }

    @Override
    void reset() {
        all.clear();
    }
}
