package org.lanewise.app.train;

import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.data.ColourImages;
import org.lanewise.app.data.FashionMnist;
import org.lanewise.app.nn.ActivationFunction;
import org.lanewise.app.nn.Cnn;
import org.lanewise.app.nn.Mlp;
import org.lanewise.app.nn.Network;

/**
 * A kind of network to train.
 *
 * @param networks makes new ones
 * @param testBatch how many images to test with at a time
 * @param <N> the kind of network
 */
public record Recipe<N extends Network>(Maker<N> networks, int testBatch) {
    /** The features of the hidden layer of {@link #mlp}. */
    public static final int HIDDEN = 256;

    /** The convolution of {@link #cnn} makes so many channels. */
    public static final int CONVOLVED = 16;

    private static final int MLP_TEST_BATCH = 500;

    /**
     * Few enough that netlib computes the linear layer's products (4096 inputs, 10 outputs) without vectors, which it
     * does below a million multiplications. Its sums then have an order that Java specifies, so that the scores have
     * the same bits in every JVM, and a network that was saved can be held to that.
     */
    private static final int CNN_TEST_BATCH = 16;

    /** Makes networks. */
    @FunctionalInterface
    public interface Maker<N extends Network> {
        /** A network as it is before training. */
        N make(boolean batchNormalized, long seed);
    }

    /** The 784-256-10 network for Fashion-MNIST; the pool helps with batch normalization. */
    public static Recipe<Mlp> mlp(Optional<ForkJoinPool> pool) {
        Mlp.Sizes sizes = new Mlp.Sizes(FashionMnist.PIXELS, HIDDEN, 1, FashionMnist.CLASSES);
        return new Recipe<>(
                (batchNormalized, seed) -> new Mlp(sizes, ActivationFunction.RELU, batchNormalized, seed, pool),
                MLP_TEST_BATCH);
    }

    /** The network with a convolution for {@link ColourImages}; the pool helps with batch normalization. */
    public static Recipe<Cnn> cnn(Optional<ForkJoinPool> pool) {
        Cnn.Sizes sizes = new Cnn.Sizes(
                ColourImages.CHANNELS, ColourImages.SIDE, ColourImages.SIDE, CONVOLVED, FashionMnist.CLASSES);
        return new Recipe<>((batchNormalized, seed) -> new Cnn(sizes, batchNormalized, seed, pool), CNN_TEST_BATCH);
    }
}
