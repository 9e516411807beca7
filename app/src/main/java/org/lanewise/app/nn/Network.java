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
        parameters =
                layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
        nanos = new long[layers.size()];
    }

    /** The layers, in the order that a sample passes them. */
    public final List<Layer> layers() {
        return layers;
    }

    /** What the network learns, in the order of the layers. */
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
        return lossAndGradients(x, labels, rows, LayerObserver.NONE);
    }

    /** As the other, before somebody's eyes. */
    public final double lossAndGradients(float[] x, int[] labels, int rows, LayerObserver observer) {
        float[] values = forward(x, rows, observer);
        double loss = SoftmaxCrossEntropy.lossAndGradient(values, labels, rows, classes);
        for (int i = nanos.length - 1; i >= 0; i--) {
            long start = System.nanoTime();
            values = layers.get(i).backward(values, rows);
            nanos[i] += System.nanoTime() - start;
        }
        return loss;
    }

    /**
     * The scores of a batch that is learned from: normalized with its own statistics, which the population's take in.
     *
     * @return rows times classes; valid until the next call
     */
    public final float[] forward(float[] x, int rows, LayerObserver observer) {
        float[] values = x;
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            float[] y = layers.get(i).forward(values, rows);
            nanos[i] += System.nanoTime() - start;
            observer.passed(layers.get(i), values, y, rows);
            values = y;
        }
        return values;
    }

    /**
     * The scores of each row for each class, by the network as it is by now. Uses the population's statistics.
     *
     * @return rows times classes; valid until the next call
     */
    public final float[] infer(float[] x, int rows) {
        return infer(x, rows, LayerObserver.NONE);
    }

    /** As the other, before somebody's eyes. */
    public final float[] infer(float[] x, int rows, LayerObserver observer) {
        float[] values = x;
        for (Layer layer : layers) {
            float[] y = layer.infer(values, rows);
            observer.passed(layer, values, y, rows);
            values = y;
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
