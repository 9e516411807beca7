package org.lanewise.app.train;

/**
 * How to train.
 *
 * @param epochs how often each image is learned from, 1 to {@value #MAX_EPOCHS}
 * @param batchSize the images of a step, 2 to {@value #MAX_BATCH_SIZE}
 * @param learningRate of the first step, more than 0; falls to 0 in a straight line over all steps
 * @param seed of the weights and the order of the images
 */
public record Settings(int epochs, int batchSize, double learningRate, long seed) {
    /** The fraction of its velocity that a parameter keeps from step to step. */
    public static final double MOMENTUM = 0.9;

    /** So many that nobody misses more, and so few that the loss of every step is kept. */
    public static final int MAX_EPOCHS = 1000;

    /** So many that a layer's elements, and netlib's count of its multiplications, are ints. */
    public static final int MAX_BATCH_SIZE = 8192;

    /**
     * Checked settings.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
        if (epochs < 1 || epochs > MAX_EPOCHS) {
            throw new IllegalArgumentException("epochs: " + epochs + ", must be 1 to " + MAX_EPOCHS);
        }
        if (batchSize < 2 || batchSize > MAX_BATCH_SIZE) {
            throw new IllegalArgumentException("batch-size: " + batchSize + ", must be 2 to " + MAX_BATCH_SIZE);
        }
        if (!(learningRate > 0 && learningRate <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("learning-rate: " + learningRate + ", must be finite and more than 0");
        }
    }
}
