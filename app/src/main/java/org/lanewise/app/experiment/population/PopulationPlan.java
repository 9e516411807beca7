package org.lanewise.app.experiment.population;

import java.util.List;
import org.lanewise.app.data.FashionMnist;
import org.lanewise.app.nn.Mlp;

/**
 * Which networks are trained to compare the estimates.
 *
 * @param width the features of each of the {@value #DEPTH} hidden layers, 2 to {@value #MAX_WIDTH}
 * @param epochs how often each image is learned from, 1 to {@value #MAX_EPOCHS}
 * @param batchSizes each 2 to {@value #MAX_BATCH_SIZE}, and larger than the one before
 * @param learningRate of the first step with {@value #RATE_IMAGES} images, 0 or more; proportional to the images of a
 *     step, and falls to 0 in a straight line
 * @param seeds so many, from 1 on; 1 to {@value #MAX_SEEDS}
 */
public record PopulationPlan(int width, int epochs, List<Integer> batchSizes, double learningRate, int seeds) {
    /** The hidden layers: the second one is given what the first one's normalization made. */
    public static final int DEPTH = 2;

    /** The images of a step that the learning rate is for. */
    public static final int RATE_IMAGES = 128;

    /** Of the hidden layers. */
    public static final int MAX_WIDTH = 2048;

    /** Every batch of which is kept by one of the estimates. */
    public static final int MAX_EPOCHS = 100;

    /** So many that netlib's count of its multiplications is an int. */
    public static final int MAX_BATCH_SIZE = 8192;

    /** More would say nothing more. */
    public static final int MAX_SEEDS = 100;

    /**
     * A checked plan.
     *
     * @throws IllegalArgumentException if something is out of its range
     */
    public PopulationPlan {
        batchSizes = List.copyOf(batchSizes);
        requireRange("width", width, 2, MAX_WIDTH);
        requireRange("epochs", epochs, 1, MAX_EPOCHS);
        requireRange("seeds", seeds, 1, MAX_SEEDS);
        if (batchSizes.isEmpty()) {
            throw new IllegalArgumentException("batch-sizes: none, must be at least one");
        }
        int last = 1;
        for (int size : batchSizes) {
            if (size <= last || size > MAX_BATCH_SIZE) {
                throw new IllegalArgumentException(
                        "batch-sizes: " + size + ", must be 2 to " + MAX_BATCH_SIZE + " and in ascending order");
            }
            last = size;
        }
        if (!(learningRate >= 0 && learningRate <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("learning-rate: " + learningRate + ", must be finite and not negative");
        }
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + ", must be " + least + " to " + most);
        }
    }

    Mlp.Sizes sizes() {
        return new Mlp.Sizes(FashionMnist.PIXELS, width, DEPTH, FashionMnist.CLASSES);
    }
}
