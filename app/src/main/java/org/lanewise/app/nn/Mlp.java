package org.lanewise.app.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

/**
 * A classifier of fully connected layers: hidden ones, each a linear map, batch normalization (or not) and an
 * activation function, and a linear map to the classes.
 */
public final class Mlp extends Network {
    /**
     * The sizes of a network.
     *
     * @param inputs of the first layer
     * @param width the features of each hidden layer
     * @param depth the number of hidden layers, at least 1
     * @param classes the outputs
     */
    public record Sizes(int inputs, int width, int depth, int classes) {}

    /**
     * A network as it is before training.
     *
     * <p>For a seed, the weights with and without batch normalization are the same. Where there is batch normalization,
     * the hidden layers have no bias: the mean that is subtracted would take it away again, and the shift is there in
     * its place.
     *
     * @param function of the hidden layers; the weights are drawn as it needs them
     * @param batchNormalized whether the hidden features are normalized
     * @param pool helps with batch normalization
     */
    public Mlp(
            Sizes sizes, ActivationFunction function, boolean batchNormalized, long seed, Optional<ForkJoinPool> pool) {
        super(sizes.classes, layers(sizes, function, batchNormalized, new Random(seed), pool));
    }

    private static List<Layer> layers(
            Sizes sizes,
            ActivationFunction function,
            boolean batchNormalized,
            Random random,
            Optional<ForkJoinPool> pool) {
        List<Layer> layers = new ArrayList<>();
        int inputs = sizes.inputs;
        for (int number = 1; number <= sizes.depth; number++) {
            layers.add(new Linear(
                    "hidden" + number,
                    inputs,
                    sizes.width,
                    !batchNormalized,
                    number == 1,
                    function.initialization(),
                    random));
            if (batchNormalized) {
                layers.add(Normalization.ofFeatures("normalization" + number, sizes.width, pool));
            }
            layers.add(new ActivationLayer(function, sizes.width));
            inputs = sizes.width;
        }
        layers.add(new Linear("output", inputs, sizes.classes, true, false, function.initialization(), random));
        return layers;
    }
}
