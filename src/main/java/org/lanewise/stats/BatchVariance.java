package org.lanewise.stats;

/** Which variance of a batch goes into an estimate, {@link ChannelMoments#variance} or {@link ChannelMoments#unbiasedVariance}. */
@FunctionalInterface
interface BatchVariance {
    double of(ChannelMoments batch, int channel);
}
