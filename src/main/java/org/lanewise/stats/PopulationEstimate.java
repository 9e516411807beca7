package org.lanewise.stats;

/**
 * How the mean and variance of a population are estimated from its batches. Inference normalizes with these estimates,
 * which a layer keeps in its {@link PopulationStatistics}. Immutable.
 *
 * <pre>{@code
 * PopulationEstimate slow = PopulationEstimate.movingAverage(0.99); // the same as momentum(0.01)
 * PopulationStatistics statistics = slow.start(64);
 * statistics.add(moments); // of a batch
 * double variance = statistics.variance(0); // 0.99·1 + 0.01·moments.unbiasedVariance(0)
 * }</pre>
 *
 * <table>
 * <caption>The estimates, for batches B of m elements per channel</caption>
 * <tr><th>estimate</th><th>mean</th><th>variance</th></tr>
 * <tr><td>moving average</td><td>g = lambda·g + (1 - lambda)·mean_B, from 0</td>
 *     <td>likewise of the unbiased var_B, from 1</td></tr>
 * <tr><td>cumulative average</td><td>the average of mean_B so far, each with the same weight</td>
 *     <td>likewise of the unbiased var_B</td></tr>
 * <tr><td>exact over batches</td><td>E[mean_B] over all batches, each of which is kept</td>
 *     <td>E[m/(m - 1)·var_B], var_B biased</td></tr>
 * <tr><td>merged moments</td><td>the mean of all elements so far</td>
 *     <td>the biased variance of all elements so far</td></tr>
 * </table>
 *
 * <p>The first three take the biased var_B instead after {@link #biased()}, as ONNX and Keras do.
 *
 * <p>The first is PyTorch's {@code momentum}, the second its {@code momentum=None}. The third is algorithm 2 of Ioffe,
 * Szegedy: Batch Normalization (2015). The fourth uses the formula of Chan, Golub and LeVeque (1979).
 */
public final class PopulationEstimate {
    private interface Kind {
        PopulationStatistics start(int channels, PopulationStatistics.BatchVariance variance);
    }

    private final String name;
    private final Kind kind;
    private final boolean biased;

    private PopulationEstimate(String name, boolean biased, Kind kind) {
        this.name = name;
        this.biased = biased;
        this.kind = kind;
    }

    /**
     * The moving average, by the weight of the past. With a larger lambda the average is slower and steadier.
     *
     * @param lambda 0 to 1; 0.9 is the same as a {@link #momentum} of 0.1. With 1 no batch, whatever it holds, changes
     *     the running statistics: for fine-tuning with the batch's statistics
     * @throws IllegalArgumentException if lambda is not in [0, 1]
     */
    public static PopulationEstimate movingAverage(double lambda) {
        if (!(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda: " + lambda + ", must be in [0, 1]");
        }
        return new PopulationEstimate(
                "moving average, lambda " + lambda,
                false,
                (channels, variance) -> new AveragedStatistics(channels, k -> 1 - lambda, variance));
    }

    /**
     * The moving average, by the weight of a new batch, 1 - lambda. This is PyTorch's {@code momentum}.
     *
     * @param momentum 0 to 1; 0.1 is the default of PyTorch and of {@code BatchNormOptions}. With 0 no batch changes
     *     the running statistics
     * @throws IllegalArgumentException if momentum is not in [0, 1]
     */
    public static PopulationEstimate momentum(double momentum) {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException("momentum: " + momentum + ", must be in [0, 1]");
        }
        return new PopulationEstimate(
                "moving average, momentum " + momentum,
                false,
                (channels, variance) -> new AveragedStatistics(channels, k -> momentum, variance));
    }

    /** The average of all batches so far, each with the same weight; mean 0 and variance 1 before the first. */
    public static PopulationEstimate cumulativeAverage() {
        return new PopulationEstimate(
                "cumulative average",
                false,
                (channels, variance) -> new AveragedStatistics(channels, k -> 1.0 / k, variance));
    }

    /**
     * The average over all batches, summed anew in their order when it is asked for. Each batch is kept, in 16 bytes
     * per channel. There is no estimate before the first batch.
     */
    public static PopulationEstimate exactOverBatches() {
        return new PopulationEstimate("exact over batches", false, ExactOverBatchesStatistics::new);
    }

    /**
     * The mean and the biased variance of all elements of all batches, however much the batches differ in size. There
     * is no estimate before the first batch.
     */
    public static PopulationEstimate mergedMoments() {
        return new PopulationEstimate("merged moments", true, (channels, variance) -> new MergedStatistics(channels));
    }

    /**
     * The same estimate, from the biased variance sum((x - mean)²)/m of each batch. On average this is too small by a
     * factor of (m - 1)/m, but ONNX and Keras do it. Merged moments are already biased, over all elements.
     */
    public PopulationEstimate biased() {
        return biased ? this : new PopulationEstimate(name + ", biased", true, kind);
    }

    /**
     * New statistics of this kind, before the first batch.
     *
     * @param channels 1 or more
     * @throws IllegalArgumentException if channels is below 1
     */
    public PopulationStatistics start(int channels) {
        return kind.start(channels, biased ? ChannelMoments::variances : ChannelMoments::unbiasedVariances);
    }

    @Override
    public String toString() {
        return name;
    }
}
