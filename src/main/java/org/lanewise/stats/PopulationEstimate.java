package org.lanewise.stats;

/**
 * How the mean and variance of a population are estimated from its batches; what inference normalizes with. Immutable; the
 * numbers themselves are a layer's {@link PopulationStatistics}.
 *
 * <table>
 * <caption>The estimates, for batches B of m elements per channel</caption>
 * <tr><th>estimate</th><th>mean</th><th>variance</th></tr>
 * <tr><td>moving average</td><td>g = lambda·g + (1 - lambda)·mean_B, from 0</td>
 *     <td>likewise of the unbiased var_B, from 1</td></tr>
 * <tr><td>cumulative average</td><td>average of mean_B so far, all alike</td><td>likewise of the unbiased var_B</td></tr>
 * <tr><td>exact over batches</td><td>E[mean_B] over all batches kept</td><td>E[m/(m - 1)·var_B], var_B biased</td></tr>
 * <tr><td>merged moments</td><td>the mean of all elements seen</td><td>the biased variance of all elements seen</td></tr>
 * </table>
 *
 * <p>The first three take the biased var_B instead if made {@link #biased}, as ONNX and Keras do.
 *
 * <p>Ioffe, Szegedy: Batch Normalization (2015), algorithm 2, is the third; PyTorch's {@code momentum} the first, and
 * {@code momentum=None} the second; Chan, Golub, LeVeque (1979) is behind the fourth.
 */
public final class PopulationEstimate {
    private interface Kind {
        PopulationStatistics start(int channels, BatchVariance variance);
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
     * The moving average by what it keeps of the past: larger is slower and steadier.
     *
     * @param lambda 0 to 1; 0.9 is the same as a {@link #momentum} of 0.1, and 1 leaves the running statistics alone,
     *     whatever the batch
     *     holds: fine-tuning with the batch's statistics
     * @throws IllegalArgumentException if lambda is outside that
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
     * The moving average by what it takes of a new batch, PyTorch's {@code momentum}: 1 - lambda.
     *
     * @param momentum 0 to 1; 0.1 is the default of PyTorch and of {@code BatchNormOptions}, and 0 leaves the running
     *     statistics alone
     * @throws IllegalArgumentException if the momentum is outside that
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

    /** The average of all batches so far, each with the same weight. */
    public static PopulationEstimate cumulativeAverage() {
        return new PopulationEstimate(
                "cumulative average",
                false,
                (channels, variance) -> new AveragedStatistics(channels, k -> 1.0 / k, variance));
    }

    /** The average over all batches, each of which is kept: 16 bytes per channel and batch. */
    public static PopulationEstimate exactOverBatches() {
        return new PopulationEstimate("exact over batches", false, BatchList::new);
    }

    /** The mean and variance of all elements seen, however ragged the batches. */
    public static PopulationEstimate mergedMoments() {
        return new PopulationEstimate("merged moments", true, (channels, variance) -> new MergedStatistics(channels));
    }

    /**
     * The same estimate from the biased variance of each batch, sum((x - mean)²)/m: too small by a factor of (m - 1)/m on average,
     * but what ONNX and Keras do. Merged moments are biased as they are, over all elements.
     */
    public PopulationEstimate biased() {
        return biased ? this : new PopulationEstimate(name + ", biased", true, kind);
    }

    /**
     * Statistics of this kind that have seen no batch.
     *
     * @throws IllegalArgumentException if there is no channel
     */
    public PopulationStatistics start(int channels) {
        return kind.start(channels, biased ? ChannelMoments::variance : ChannelMoments::unbiasedVariance);
    }

    @Override
    public String toString() {
        return name;
    }
}
