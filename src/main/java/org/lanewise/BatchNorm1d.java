package org.lanewise;

import org.lanewise.tensor.Shape;

/** Batch normalization of tensors of shape (N, C) or (N, C, L): per feature, or per channel of a sequence. */
public final class BatchNorm1d extends BatchNorm {
    /**
     * A layer with {@link BatchNormOptions#defaults()}.
     *
     * @throws IllegalArgumentException if there is no channel
     */
    public BatchNorm1d(int channels) {
        this(channels, BatchNormOptions.defaults());
    }

    /**
     * A layer with some options.
     *
     * @throws IllegalArgumentException if there is no channel
     * @throws IllegalStateException if the system property {@code lanewise.provider} forces kernels that can't be had
     */
    public BatchNorm1d(int channels, BatchNormOptions options) {
        super(channels, options);
    }

    private BatchNorm1d(BatchNormOptions options) {
        super(options);
    }

    /** A lazy layer with {@link BatchNormOptions#defaults()}: see {@link #lazy(BatchNormOptions)}. */
    public static BatchNorm1d lazy() {
        return lazy(BatchNormOptions.defaults());
    }

    /**
     * A layer that takes its number of channels from the first tensor of a forward pass, as PyTorch's
     * {@code LazyBatchNorm1d} does. Before that, methods that need this number throw an IllegalStateException: gamma,
     * beta, population, freeze and backward.
     *
     * @throws IllegalStateException if the system property {@code lanewise.provider} forces kernels that can't be had
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
