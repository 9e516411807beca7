package org.lanewise;

import org.lanewise.tensor.Shape;

/**
 * Batch normalization of tensors of shape (N, C) or (N, C, L): per feature, or per channel of a sequence.
 * {@link BatchNorm} has the formulas, the numerics and the methods. Mutable, for one thread at a time.
 */
public final class BatchNorm1d extends BatchNorm {
    /**
     * A layer with {@link BatchNormOptions#defaults()}, which are PyTorch's.
     *
     * @param channels C, 1 or more
     * @throws IllegalArgumentException if channels is below 1
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public BatchNorm1d(int channels) {
        this(channels, BatchNormOptions.defaults());
    }

    /**
     * A layer with options, which may be shared by any number of layers.
     *
     * @param channels C, 1 or more
     * @throws IllegalArgumentException if channels is below 1
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public BatchNorm1d(int channels, BatchNormOptions options) {
        super(channels, options);
    }

    private BatchNorm1d(BatchNormOptions options) {
        super(options);
    }

    /**
     * A lazy layer with {@link BatchNormOptions#defaults()}: see {@link #lazy(BatchNormOptions)}.
     *
     * @throws IllegalStateException as there
     */
    public static BatchNorm1d lazy() {
        return lazy(BatchNormOptions.defaults());
    }

    /**
     * A lazy layer: it takes its number of channels from the first tensor of a forward pass, as PyTorch's
     * {@code LazyBatchNorm1d} does. Before that, the methods that need this number throw an IllegalStateException:
     * gamma, beta, population, freeze and backward.
     *
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public static BatchNorm1d lazy(BatchNormOptions options) {
        return new BatchNorm1d(options);
    }

    @Override
    void requireRank(String name, Shape shape) {
        int rank = shape.rank();
        if (rank < 2 || rank > 3) {
            throw new IllegalArgumentException(name + ": " + shape + ", must be (N, C) or (N, C, L)");
        }
    }
}
