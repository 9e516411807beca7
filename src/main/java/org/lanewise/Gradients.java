package org.lanewise;

/**
 * The gradients of the loss with respect to gamma and beta, which {@link BatchNorm#backward} fills. Reusable; for one
 * thread at a time.
 */
public final class Gradients {
    private final float[] dgamma;
    private final float[] dbeta;
    private final double[] unroundedDgamma;
    private final double[] unroundedDbeta;

    /**
     * Room for the gradients of some channels, 0 at first.
     *
     * @throws IllegalArgumentException if there is no channel
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

    /** Sets those of a channel, rounded once. */
    void set(int channel, double newDgamma, double newDbeta) {
        unroundedDgamma[channel] = newDgamma;
        unroundedDbeta[channel] = newDbeta;
        dgamma[channel] = (float) newDgamma;
        dbeta[channel] = (float) newDbeta;
    }

    /** dgamma of a channel as it was set, before it was rounded. */
    double unroundedDgamma(int channel) {
        return unroundedDgamma[channel];
    }

    /** dbeta of a channel as it was set, before it was rounded. */
    double unroundedDbeta(int channel) {
        return unroundedDbeta[channel];
    }

    /** The number of channels. */
    public int channels() {
        return dgamma.length;
    }

    /** sum(dy·xhat) per channel; the array itself, not a copy. */
    public float[] dgamma() {
        return dgamma;
    }

    /** sum(dy) per channel; the array itself, not a copy. */
    public float[] dbeta() {
        return dbeta;
    }
}
