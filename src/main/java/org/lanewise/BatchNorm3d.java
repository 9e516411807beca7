package org.lanewise;

import org.lanewise.tensor.Shape;

/**
 * Batch normalization of tensors of shape (N, C, D, H, W): per channel of a volume. {@link BatchNorm} has the formulas,
 * the numerics and the methods. Mutable, for one thread at a time.
 */
public final class BatchNorm3d extends BatchNorm {
    /**
     * A layer with {@link BatchNormOptions#defaults()}, which are PyTorch's.
     *
     * @param channels C, 1 or more
     * @throws IllegalArgumentException if channels is below 1
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public BatchNorm3d(int channels) {
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
    public BatchNorm3d(int channels, BatchNormOptions options) {
        super(channels, options);
    }

    private BatchNorm3d(BatchNormOptions options) {
        super(options);
    }

    /**
     * A lazy layer with {@link BatchNormOptions#defaults()}: see {@link #lazy(BatchNormOptions)}.
     *
     * @throws IllegalStateException as there
     */
    public static BatchNorm3d lazy() {
        return lazy(BatchNormOptions.defaults());
    }

    /**
     * A lazy layer: it takes its number of channels from the first tensor of a forward pass, as PyTorch's
     * {@code LazyBatchNorm3d} does. Before that, the methods that need this number throw an IllegalStateException:
     * gamma, beta, population, freeze and backward.
     *
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public static BatchNorm3d lazy(BatchNormOptions options) {
        return new BatchNorm3d(options);
    }

    @Override
    void requireRank(String name, Shape shape) {
        int rank = shape.rank();
        if (rank != 5) {
            throw new IllegalArgumentException(name + ": " + shape + ", must be (N, C, D, H, W)");
        }
    }
}
