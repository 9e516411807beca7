package org.lanewise;

import org.lanewise.tensor.Shape;

/**
 * Batch normalization of tensors of shape (N, C, H, W): per channel of an image. {@link BatchNorm} has the formulas,
 * the numerics and the methods. Mutable, for one thread at a time.
 */
public final class BatchNorm2d extends BatchNorm {
    /**
     * A layer with {@link BatchNormOptions#defaults()}.
     *
     * @param channels 1 or more
     * @throws IllegalArgumentException if channels is below 1
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public BatchNorm2d(int channels) {
        this(channels, BatchNormOptions.defaults());
    }

    /**
     * A layer with options.
     *
     * @param channels 1 or more
     * @throws IllegalArgumentException if channels is below 1
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public BatchNorm2d(int channels, BatchNormOptions options) {
        super(channels, options);
    }

    private BatchNorm2d(BatchNormOptions options) {
        super(options);
    }

    /** A lazy layer with {@link BatchNormOptions#defaults()}: see {@link #lazy(BatchNormOptions)}. */
    public static BatchNorm2d lazy() {
        return lazy(BatchNormOptions.defaults());
    }

    /**
     * A lazy layer: it takes its number of channels from the first tensor of a forward pass, as PyTorch's
     * {@code LazyBatchNorm2d} does. Before that, the methods that need this number throw an IllegalStateException:
     * gamma, beta, population, freeze and backward.
     *
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public static BatchNorm2d lazy(BatchNormOptions options) {
        return new BatchNorm2d(options);
    }

    @Override
    void requireRank(String name, Shape shape) {
        int rank = shape.rank();
        if (rank != 4) {
            throw new IllegalArgumentException(name + ": " + shape + ", must be (N, C, H, W)");
        }
    }
}
