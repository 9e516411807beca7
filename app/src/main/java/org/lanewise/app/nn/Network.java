package org.lanewise.app.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A classifier: layers one after another, and the softmax cross-entropy of what the last one gives. */
public abstract sealed class Network permits Mlp, Cnn {
    private final int classes;
    private final List<Layer> layers;
    private final List<Parameter> parameters;
    private final long[] nanos;

    Network(int classes, List<Layer> layers) {
        this.classes = classes;
        this.layers = List.copyOf(layers);
        parameters = layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
        nanos = new long[layers.size()];
    }

    /** What the network learns. */
    public final List<Parameter> parameters() {
        return parameters;
    }

    /** The number of classes, which is that of the scores of a row. */
    public final int classes() {
        return classes;
    }

    /**
     * The mean loss of a batch; fills the parameters' gradients of it.
     *
     * @param x rows times inputs
     * @param labels the class of each row
     * @param rows at least 2 with batch normalization
     */
    public final double lossAndGradients(float[] x, int[] labels, int rows) {
        float[] values = x;
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            values = layers.get(i).forward(values, rows);
            nanos[i] += System.nanoTime() - start;
        }
        double loss = SoftmaxCrossEntropy.lossAndGradient(values, labels, rows, classes);
        for (int i = nanos.length - 1; i >= 0; i--) {
            long start = System.nanoTime();
            values = layers.get(i).backward(values, rows);
            nanos[i] += System.nanoTime() - start;
        }
        return loss;
    }

    /**
     * The scores of each row for each class, by the network as it is by now. Uses the population's statistics.
     *
     * @return rows times classes; valid until the next call
     */
    public final float[] infer(float[] x, int rows) {
        float[] values = x;
        for (Layer layer : layers) {
            values = layer.infer(values, rows);
        }
        return values;
    }

    /** How many rows {@link #infer} puts in the class of their label. */
    public final int countCorrect(float[] x, int[] labels, int rows) {
        return SoftmaxCrossEntropy.countCorrect(infer(x, rows), labels, rows, classes);
    }

    /** The time of all {@link #lossAndGradients} until now, forward and backward, by the kind of layer. */
    public final Map<String, Double> millisByLayer() {
        Map<String, Double> millis = new LinkedHashMap<>();
        for (int i = 0; i < nanos.length; i++) {
            millis.merge(layers.get(i).kind(), nanos[i] / 1e6, Double::sum);
        }
        return millis;
    }
}
