package org.lanewise;

/** The gradients of the loss by gamma and beta, which {@link BatchNorm#backward} fills. Reusable; for one thread at a time. */
public final class Gradients {
    private final float[] dgamma;
    private final float[] dbeta;

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
