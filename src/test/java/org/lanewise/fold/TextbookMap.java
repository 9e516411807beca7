package org.lanewise.fold;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;

/**
 * A convolution or a transposed one by the loops of the textbook, over three spatial axes. A linear map is one of a
 * single position.
 *
 * @param kernel the size of each of the three axes; 1 for those that are not there
 * @param size that of the inputs
 */
record TextbookMap(
        boolean transposed, int outputs, int inputs, int groups, int[] kernel, int stride, int padding, int[] size) {

    /** What a weight is multiplied with, and where the product goes. */
    interface Tap {
        void at(int weight, int x, int y);
    }

    /** A map of one to three spatial axes. */
    static TextbookMap random(Random random, boolean padded) {
        boolean transposed = random.nextBoolean();
        int groups = random.nextInt(1, 4);
        int rank = random.nextInt(1, 4);
        int padding = padded ? random.nextInt(2) : 0;
        int[] kernel = {1, 1, 1};
        int[] size = {1, 1, 1};
        for (int axis = 3 - rank; axis < 3; axis++) {
            kernel[axis] = random.nextInt(1, 5 - rank) + padding;
            size[axis] = kernel[axis] + random.nextInt(5 - rank);
        }
        return new TextbookMap(
                transposed,
                groups * random.nextInt(1, 4),
                groups * random.nextInt(1, 4),
                groups,
                kernel,
                random.nextInt(1, 3),
                padding,
                size);
    }

    /** The same map as the engine's users describe it. */
    LinearMap described() {
        int rank = kernel[0] > 1 ? 3 : kernel[1] > 1 ? 2 : 1;
        int[] axes = Arrays.copyOfRange(kernel, 3 - rank, 3);
        if (transposed) {
            return LinearMap.transposedConvolution(outputs, inputs, axes).groups(groups);
        }
        LinearMap map = LinearMap.convolution(outputs, inputs, axes).groups(groups);
        return padding == 0 ? map.withoutZeroPadding() : map;
    }

    private int paddingOf(int axis) {
        return kernel[axis] > 1 ? padding : 0;
    }

    private int outputSize(int axis) {
        return transposed
                ? (size[axis] - 1) * stride + kernel[axis] - 2 * paddingOf(axis)
                : (size[axis] + 2 * paddingOf(axis) - kernel[axis]) / stride + 1;
    }

    int inputPositions() {
        return size[0] * size[1] * size[2];
    }

    int outputPositions() {
        return outputSize(0) * outputSize(1) * outputSize(2);
    }

    int weights() {
        return outputs * inputs / groups * kernel[0] * kernel[1] * kernel[2];
    }

    /** All products, those with padded zeros left out. */
    void forEach(Tap tap) {
        int outputsOfGroup = outputs / groups;
        int inputsOfGroup = inputs / groups;
        for (int group = 0; group < groups; group++) {
            for (int o = 0; o < outputsOfGroup; o++) {
                for (int i = 0; i < inputsOfGroup; i++) {
                    int output = group * outputsOfGroup + o;
                    int input = group * inputsOfGroup + i;
                    int first = transposed ? input * outputsOfGroup + o : output * inputsOfGroup + i;
                    forEachOfPair(first * kernel[0] * kernel[1] * kernel[2], input, output, tap);
                }
            }
        }
    }

    private void forEachOfPair(int weight, int input, int output, Tap tap) {
        int[] from = transposed ? size : new int[] {outputSize(0), outputSize(1), outputSize(2)};
        int[] to = transposed ? new int[] {outputSize(0), outputSize(1), outputSize(2)} : size;
        for (int k0 = 0; k0 < kernel[0]; k0++) {
            for (int k1 = 0; k1 < kernel[1]; k1++) {
                for (int k2 = 0; k2 < kernel[2]; k2++) {
                    for (int p0 = 0; p0 < from[0]; p0++) {
                        for (int p1 = 0; p1 < from[1]; p1++) {
                            for (int p2 = 0; p2 < from[2]; p2++) {
                                int q0 = p0 * stride + k0 - paddingOf(0);
                                int q1 = p1 * stride + k1 - paddingOf(1);
                                int q2 = p2 * stride + k2 - paddingOf(2);
                                if (q0 < 0 || q0 >= to[0] || q1 < 0 || q1 >= to[1] || q2 < 0 || q2 >= to[2]) {
                                    continue;
                                }
                                int p = (p0 * from[1] + p1) * from[2] + p2;
                                int q = (q0 * to[1] + q1) * to[2] + q2;
                                int x = input * inputPositions() + (transposed ? p : q);
                                int y = output * outputPositions() + (transposed ? q : p);
                                tap.at(weight + (k0 * kernel[1] + k1) * kernel[2] + k2, x, y);
                            }
                        }
                    }
                }
            }
        }
    }

    /** y in exact arithmetic. */
    BigDecimal[] apply(double[] weights, double[] bias, BigDecimal[] x) {
        BigDecimal[] y = new BigDecimal[outputs * outputPositions()];
        for (int i = 0; i < y.length; i++) {
            y[i] = new BigDecimal(bias[i / outputPositions()]);
        }
        forEach((weight, from, to) ->
                y[to] = y[to].add(new BigDecimal(weights[weight]).multiply(x[from]), TextbookLayer.DIGITS));
        return y;
    }

    /** y in float, as it comes. */
    float[] applyInFloat(float[] weights, float[] bias, double[] x) {
        float[] y = new float[outputs * outputPositions()];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[i / outputPositions()];
        }
        forEach((weight, from, to) -> y[to] += weights[weight] * (float) x[from]);
        return y;
    }

    /** y in double, as it comes. */
    double[] applyInDouble(double[] weights, double[] bias, double[] x) {
        double[] y = new double[outputs * outputPositions()];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[i / outputPositions()];
        }
        forEach((weight, from, to) -> y[to] += weights[weight] * x[from]);
        return y;
    }
}
