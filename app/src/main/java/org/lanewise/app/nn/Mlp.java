package org.lanewise.app.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

/** A classifier with one hidden layer: inputs, hidden features (batch-normalized or not), ReLU, classes. */
public final class Mlp {
    private final int classes;
    private final List<Layer> layers;
    private final List<Parameter> parameters;

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
        this.classes = classes;
        Random random = new Random(seed);
        layers = new ArrayList<>();
        layers.add(new Linear("hidden", inputs, hidden, !batchNormalized, true, random));
        if (batchNormalized) {
            layers.add(new Normalization("normalization", hidden, pool));
        }
        layers.add(new Relu(hidden));
        layers.add(new Linear("output", hidden, classes, true, false, random));
        parameters = layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** What the network learns. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * The mean loss of a batch; fills the parameters' gradients of it.
     *
     * @param x rows times inputs
     * @param labels the class of each row
     * @param rows at least 2 with batch normalization
     */
    public double lossAndGradients(float[] x, int[] labels, int rows) {
        float[] values = x;
        for (Layer layer : layers) {
            values = layer.forward(values, rows);
        }
        double loss = SoftmaxCrossEntropy.lossAndGradient(values, labels, rows, classes);
        for (Layer layer : layers.reversed()) {
            values = layer.backward(values, rows);
        }
        return loss;
    }

    /**
     * How many rows the network, as it is by now, puts in the class of their label. Uses the population's statistics.
     */
    public int countCorrect(float[] x, int[] labels, int rows) {
        float[] values = x;
        for (Layer layer : layers) {
            values = layer.infer(values, rows);
        }
        return SoftmaxCrossEntropy.countCorrect(values, labels, rows, classes);
    }
}
