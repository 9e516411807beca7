package org.lanewise;

import org.lanewise.tensor.Shape;

/**
 * Batch normalization of tensors of shape (N, C, H, W): per channel of an image. {@link BatchNorm} has the formulas,
 * the numerics and the methods. Mutable, for one thread at a time.
 *
 * <pre>{@code
 * Shape shape = Shape.of(8, 64, 28, 28); // N, C, H, W, in either layout
 * Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST).copyFrom(pixels); // NHWC
 * Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST);
 * BatchNorm2d layer = new BatchNorm2d(64, BatchNormOptions.defaults().pool(ForkJoinPool.commonPool()));
 * layer.train(x, y); // y has mean 0 and variance 1 in each channel, as gamma is 1 and beta 0
 * }</pre>
 */
public final class BatchNorm2d extends BatchNorm {
    /**
     * A layer with {@link BatchNormOptions#defaults()}, which are PyTorch's.
     *
     * @param channels C, 1 or more
     * @throws IllegalArgumentException if channels is below 1
     * @throws IllegalStateException if the system property {@code lanewise.provider} names no provider, or one that
     *     can't run here
     */
    public BatchNorm2d(int channels) {
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
    public BatchNorm2d(int channels, BatchNormOptions options) {
        super(channels, options);
    }

    private BatchNorm2d(BatchNormOptions options) {
        super(options);
    }

    /**
     * A lazy layer with {@link BatchNormOptions#defaults()}: see {@link #lazy(BatchNormOptions)}.
     *
     * @throws IllegalStateException as there
     */
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
