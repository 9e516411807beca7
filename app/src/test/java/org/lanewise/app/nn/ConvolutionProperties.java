package org.lanewise.app.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against direct loops in double. A float sum of k products, in any order, is off by k·2^-24·sum|terms| at most. */
class ConvolutionProperties {
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    @Property(seed = "51", tries = 100)
    void forwardIsTheDefinition(
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 4) int inputs,
            @ForAll @IntRange(min = 1, max = 5) int outputs,
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll long seed) {
        Random random = new Random(seed);
        Cnn.Sizes sizes = new Cnn.Sizes(inputs, height, width, outputs, 2);
        Convolution layer = new Convolution("c", inputs, outputs, height, width, random);
        float[] w = randomize(layer.parameters().getFirst().values(), random);
        float[] b = randomize(layer.parameters().getLast().values(), random);
        // Longer than its rows, and full of what was there before.
        float[] x = randomize(new float[rows * inputs * height * width + 7], random);
        double[][][] expected = ReferenceCnn.convolve(x, rows, doubles(w), doubles(b), sizes);
        double[][][] magnitude = ReferenceCnn.convolve(abs(x), rows, doubles(abs(w)), doubles(abs(b)), sizes);
        for (float[] y : List.of(layer.forward(x, rows).clone(), layer.infer(x, rows))) {
            int i = 0;
            for (int n = 0; n < rows; n++) {
                for (int o = 0; o < outputs; o++) {
                    for (int p = 0; p < height * width; p++) {
                        assertEquals(expected[n][o][p], y[i++], (9 * inputs + 1) * UNIT_ROUNDOFF * magnitude[n][o][p]);
                    }
                }
            }
        }
    }

    /** The gradient of sum(dy·y) by a weight is that sum with a single weight of 1. */
    @Property(seed = "52", tries = 50)
    void backwardIsTheDefinition(
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 3) int inputs,
            @ForAll @IntRange(min = 1, max = 3) int outputs,
            @ForAll @IntRange(min = 1, max = 7) int height,
            @ForAll @IntRange(min = 1, max = 7) int width,
            @ForAll long seed) {
        Random random = new Random(seed);
        Cnn.Sizes sizes = new Cnn.Sizes(inputs, height, width, outputs, 2);
        Convolution layer = new Convolution("c", inputs, outputs, height, width, random);
        float[] x = randomize(new float[rows * inputs * height * width], random);
        float[] dy = randomize(new float[rows * outputs * height * width], random);
        float[] dw = layer.parameters().getFirst().gradient();
        float[] db = layer.parameters().getLast().gradient();
        // What the gradients were before does not matter.
        Arrays.fill(dw, Float.NaN);
        Arrays.fill(db, Float.NaN);
        layer.forward(x, rows);
        assertNull(layer.backward(dy.clone(), rows));
        int terms = rows * height * width + 1;
        double[] weights = new double[dw.length];
        double[] bias = new double[outputs];
        for (int i = 0; i < dw.length; i++) {
            weights[i] = 1;
            double expected = dot(dy, ReferenceCnn.convolve(x, rows, weights, bias, sizes));
            double magnitude = dot(abs(dy), ReferenceCnn.convolve(abs(x), rows, weights, bias, sizes));
            assertEquals(expected, dw[i], terms * UNIT_ROUNDOFF * magnitude);
            weights[i] = 0;
        }
        for (int o = 0; o < outputs; o++) {
            bias[o] = 1;
            double[][][] ones = ReferenceCnn.convolve(x, rows, weights, bias, sizes);
            assertEquals(dot(dy, ones), db[o], 2 * UNIT_ROUNDOFF * dot(abs(dy), ones));
            bias[o] = 0;
        }
    }

    @Example
    void borderPlacesSeeZerosOutside() {
        Convolution layer = new Convolution("c", 1, 1, 2, 3, new Random(1));
        Arrays.fill(layer.parameters().getFirst().values(), 1);
        float[] x = {1, 2, 4, 8, 16, 32};
        assertArrayEquals(new float[] {27, 63, 54, 27, 63, 54}, Arrays.copyOf(layer.forward(x, 1), 6));
    }

    private static double dot(float[] a, double[][][] b) {
        double sum = 0;
        int i = 0;
        for (double[][] sample : b) {
            for (double[] plane : sample) {
                for (double value : plane) {
                    sum += a[i++] * value;
                }
            }
        }
        return sum;
    }

    private static float[] randomize(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] abs(float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = Math.abs(values[i]);
        }
        return result;
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
