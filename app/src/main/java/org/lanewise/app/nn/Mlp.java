package org.lanewise.app.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

/** A classifier with one hidden layer: inputs, hidden features (batch-normalized or not), ReLU, classes. */
public final class Mlp extends Network {
    /**
     * A network as it is before training.
     *
     * <p>For a seed, the weights with and without batch normalization are the same. Where there is batch normalization,
     * the first layer has no bias: the mean that is subtracted would take it away again, and the shift is there in its
     * place.
     *
     * @param batchNormalized whether the hidden features are normalized
     * @param pool helps with batch normalization
     */
    public Mlp(int inputs, int hidden, int classes, boolean batchNormalized, long seed, Optional<ForkJoinPool> pool) {
        super(classes, layers(inputs, hidden, classes, batchNormalized, new Random(seed), pool));
    }

    private static List<Layer> layers(
            int inputs, int hidden, int classes, boolean batchNormalized, Random random, Optional<ForkJoinPool> pool) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Linear("hidden", inputs, hidden, !batchNormalized, true, random));
        if (batchNormalized) {
            layers.add(Normalization.ofFeatures("normalization", hidden, pool));
        }
        layers.add(new Relu(hidden));
        layers.add(new Linear("output", hidden, classes, true, false, random));
        return layers;
    }
}
