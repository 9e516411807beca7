package org.lanewise.app.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A convolution of images with kernels of 3x3, padded with zeros so that they keep their size, as the network's first
 * layer: nobody needs the gradient by its input, and {@link #backward} gives null. A row of a matrix is an image,
 * channel after channel; the weights are in PyTorch's order, outputs x inputs x 3 x 3.
 *
 * <p>For each image the patch under the kernel at each place becomes a column of a matrix ("im2col"), and the
 * convolution a product of matrices. Backward makes the columns again: to keep them would take nine times the memory of
 * the images, and they are made from an image in the cache in a small part of the product's time.
 */
public final class Convolution implements Layer {
    private static final int SIDE = 3;

    private final int inputs;
    private final int outputs;
    private final int height;
    private final int width;
    private final int area;
    private final int taps;
    private final Parameter weights;
    private final Parameter bias;
    private final float[] columns;
    private final Buffer y = new Buffer();
    private float[] x;

    /**
     * A layer with new weights for a {@link ActivationFunction#RELU ReLU}, and a bias of 0.
     *
     * @param inputs the channels of x
     * @param outputs the channels of y
     */
    public Convolution(String name, int inputs, int outputs, int height, int width, Random random) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.height = height;
        this.width = width;
        area = height * width;
        taps = inputs * SIDE * SIDE;
        columns = new float[taps * area];
        float[] w =
                ActivationFunction.RELU.initialization().weights(taps, outputs * SIDE * SIDE, outputs * taps, random);
        weights = new Parameter(name + ".weight", w, new float[w.length]);
        bias = new Parameter(name + ".bias", new float[outputs], new float[outputs]);
    }

    @Override
    public String kind() {
        return "convolution";
    }

    @Override
    public float[] forward(float[] x, int rows) {
        this.x = x;
        return infer(x, rows);
    }

    @Override
    public float[] infer(float[] x, int rows) {
        float[] out = y.atLeast(rows * outputs * area);
        for (int row = 0; row < rows; row++) {
            int from = row * outputs * area;
            for (int o = 0; o < outputs; o++) {
                Arrays.fill(out, from + o * area, from + (o + 1) * area, bias.values()[o]);
            }
            makeColumns(x, row);
            Products.multiply(weights.values(), columns, out, from, outputs, taps, area, true);
        }
        return out;
    }

    @Override
    public float[] backward(float[] dy, int rows) {
        Arrays.fill(weights.gradient(), 0);
        double[] sums = new double[outputs];
        for (int row = 0; row < rows; row++) {
            int from = row * outputs * area;
            makeColumns(x, row);
            // dW += dy·columns'
            Products.addTransposedRight(dy, from, columns, weights.gradient(), outputs, area, taps);
            for (int o = 0; o < outputs; o++) {
                sums[o] += sum(dy, from + o * area, from + (o + 1) * area);
            }
        }
        for (int o = 0; o < outputs; o++) {
            bias.gradient()[o] = (float) sums[o];
        }
        return null;
    }

    /** In double, as with batch normalization after the layer the sum is 0 but for roundings. Two at a time. */
    private static double sum(float[] values, int from, int to) {
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i < to - 1; i += 2) {
            even += values[i];
            odd += values[i + 1];
        }
        return i < to ? even + odd + values[i] : even + odd;
    }

    /**
     * Row (c, i, j) of the columns is channel c, moved by (1 - i, 1 - j). The zeros from outside are always in the same
     * places, where nothing is ever written.
     */
    private void makeColumns(float[] images, int row) {
        for (int tap = 0; tap < taps; tap++) {
            int plane = (row * inputs + tap / (SIDE * SIDE)) * area;
            int down = tap / SIDE % SIDE - 1;
            int right = tap % SIDE - 1;
            for (int h = Math.max(0, -down); h < height - Math.max(0, down); h++) {
                int from = plane + (h + down) * width + Math.max(0, right);
                int to = tap * area + h * width + Math.max(0, -right);
                System.arraycopy(images, from, columns, to, width - Math.abs(right));
            }
        }
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weights, bias);
    }
}
