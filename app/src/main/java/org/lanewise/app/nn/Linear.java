package org.lanewise.app.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A fully connected layer, y = x·W + b. W is inputs times outputs. */
public final class Linear implements Layer {
    private final int inputs;
    private final int outputs;
    private final boolean first;
    private final Parameter weights;
    private final Parameter bias;
    private final Buffer y = new Buffer();
    private final Buffer dx = new Buffer();
    private float[] x;

    /**
     * A layer with new weights and a bias of 0.
     *
     * @param hasBias whether there is a b; before a batch normalization it would be lost with the mean
     * @param first whether this is the network's first layer: then nobody needs the gradient by its input, and
     *     {@link #backward} gives null
     */
    public Linear(
            String name,
            int inputs,
            int outputs,
            boolean hasBias,
            boolean first,
            Initialization initialization,
            Random random) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.first = first;
        float[] w = initialization.weights(inputs, outputs, inputs * outputs, random);
        weights = new Parameter(name + ".weights", w, new float[w.length]);
        bias = hasBias ? new Parameter(name + ".bias", new float[outputs], new float[outputs]) : null;
    }

    @Override
    public String kind() {
        return "linear";
    }

    @Override
    public float[] forward(float[] x, int rows) {
        this.x = x;
        return infer(x, rows);
    }

    @Override
    public float[] infer(float[] x, int rows) {
        float[] out = y.atLeast(rows * outputs);
        if (bias != null) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(bias.values(), 0, out, row * outputs, outputs);
            }
        }
        Products.multiply(x, weights.values(), out, rows, inputs, outputs, bias != null);
        return out;
    }

    @Override
    public float[] backward(float[] dy, int rows) {
        // dW = x'·dy
        Products.multiplyTransposedLeft(x, dy, weights.gradient(), inputs, rows, outputs);
        if (bias != null) {
            sumRows(dy, rows, bias.gradient());
        }
        if (first) {
            return null;
        }
        // dx = dy·W'
        float[] out = dx.atLeast(rows * inputs);
        Products.multiplyTransposedRight(dy, weights.values(), out, rows, outputs, inputs);
        return out;
    }

    private static void sumRows(float[] matrix, int rows, float[] sums) {
        int columns = sums.length;
        Arrays.fill(sums, 0);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns; i++) {
                sums[i] += matrix[row * columns + i];
            }
        }
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(weights) : List.of(weights, bias);
    }
}
