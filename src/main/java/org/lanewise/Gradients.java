package org.lanewise;

/**
 * The gradients of the loss with respect to gamma and beta, which {@link BatchNorm#backward(Backward, BatchStatistics,
 * Gradients) BatchNorm.backward} fills. With an activation, dy here stands for the gradient with respect to the
 * activation's input: dy times the activation's derivative. Each backward pass replaces those before. Reusable.
 *
 * <p>Mutable, for one thread at a time.
 */
public final class Gradients {
    private final float[] dgamma;
    private final float[] dbeta;
    private final double[] unroundedDgamma;
    private final double[] unroundedDbeta;

    /**
     * Room for the gradients of some channels, 0 at first.
     *
     * @param channels C, 1 or more
     * @throws IllegalArgumentException if channels is below 1
     */
    public Gradients(int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("channels: " + channels + ", must be at least 1");
        }
        dgamma = new float[channels];
        dbeta = new float[channels];
        unroundedDgamma = new double[channels];
        unroundedDbeta = new double[channels];
    }

    /** Sets the gradients of a channel. */
    void set(int channel, double newDgamma, double newDbeta) {
        unroundedDgamma[channel] = newDgamma;
        unroundedDbeta[channel] = newDbeta;
        dgamma[channel] = (float) newDgamma;
        dbeta[channel] = (float) newDbeta;
    }

    /** dgamma of a channel, before it was rounded to float. */
    double unroundedDgamma(int channel) {
        return unroundedDgamma[channel];
    }

    /** dbeta of a channel, before it was rounded to float. */
    double unroundedDbeta(int channel) {
        return unroundedDbeta[channel];
    }

    /** The number of channels. */
    public int channels() {
        return dgamma.length;
    }

    /** dgamma = sum(dy·xhat) per channel, rounded to float once; the array itself, not a copy. */
    public float[] dgamma() {
        return dgamma;
    }

    /** dbeta = sum(dy) per channel, rounded to float once; the array itself, not a copy. */
    public float[] dbeta() {
        return dbeta;
    }
}
