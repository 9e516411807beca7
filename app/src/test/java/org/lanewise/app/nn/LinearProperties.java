package org.lanewise.app.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Against sums in double, term by term. A float sum of k products, in any order, is off by k·2^-24·sum|terms| at most.
 */
class LinearProperties {
    private static final double UNIT_ROUNDOFF = 0x1p-24;

    @Property(seed = "21", tries = 100)
    void forwardIsTheProduct(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 50) int inputs,
            @ForAll @IntRange(min = 1, max = 40) int outputs,
            @ForAll boolean hasBias,
            @ForAll long seed) {
        Random random = new Random(seed);
        Linear layer = new Linear("l", inputs, outputs, hasBias, false, Initialization.HE, random);
        float[] w = layer.parameters().getFirst().values();
        float[] b = hasBias ? randomize(layer.parameters().getLast().values(), random) : new float[outputs];
        float[] x = randomize(new float[rows * inputs], random);
        for (float[] y : List.of(layer.forward(x, rows), layer.infer(x, rows))) {
            for (int n = 0; n < rows; n++) {
                for (int o = 0; o < outputs; o++) {
                    int row = n;
                    int column = o;
                    assertSum(y[n * outputs + o], b[o], inputs, i -> x[row * inputs + i], i -> w[i * outputs + column]);
                }
            }
        }
    }

    @Property(seed = "22", tries = 100)
    void backwardIsTheProductWithTheTransposes(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 50) int inputs,
            @ForAll @IntRange(min = 1, max = 40) int outputs,
            @ForAll long seed) {
        Random random = new Random(seed);
        Linear layer = new Linear("l", inputs, outputs, true, false, Initialization.HE, random);
        float[] w = layer.parameters().getFirst().values();
        float[] dw = layer.parameters().getFirst().gradient();
        float[] db = layer.parameters().getLast().gradient();
        float[] x = randomize(new float[rows * inputs], random);
        float[] dy = randomize(new float[rows * outputs], random);
        // What the gradients were before does not matter.
        Arrays.fill(dw, Float.NaN);
        Arrays.fill(db, Float.NaN);
        layer.forward(x, rows);
        float[] dx = layer.backward(dy.clone(), rows);
        for (int o = 0; o < outputs; o++) {
            int output = o;
            assertSum(db[o], 0, rows, n -> dy[n * outputs + output], n -> 1f);
            for (int i = 0; i < inputs; i++) {
                int input = i;
                assertSum(dw[i * outputs + o], 0, rows, n -> x[n * inputs + input], n -> dy[n * outputs + output]);
            }
        }
        for (int n = 0; n < rows; n++) {
            for (int i = 0; i < inputs; i++) {
                int row = n;
                int input = i;
                assertSum(dx[n * inputs + i], 0, outputs, o -> dy[row * outputs + o], o -> w[input * outputs + o]);
            }
        }
    }

    @Example
    void theFirstLayerLeavesOutTheGradientOfItsInput() {
        Linear layer = new Linear("l", 3, 2, false, true, Initialization.HE, new Random(1));
        layer.forward(new float[] {1, 2, 3}, 1);
        assertNull(layer.backward(new float[] {1, -1}, 1));
        float[] expected = {1, -1, 2, -2, 3, -3};
        assertTrue(Arrays.equals(expected, layer.parameters().getFirst().gradient()));
    }

    @Example
    void theWeightsAreNormalOfTheirVariance() {
        assertNormal(2.0 / 784, Initialization.HE);
        assertNormal(2.0 / (784 + 256), Initialization.XAVIER);
    }

    private static void assertNormal(double expected, Initialization initialization) {
        float[] w = new Linear("l", 784, 256, true, true, initialization, new Random(3))
                .parameters()
                .getFirst()
                .values();
        double mean =
                IntStream.range(0, w.length).mapToDouble(i -> w[i]).average().orElseThrow();
        double variance = IntStream.range(0, w.length)
                .mapToDouble(i -> w[i] * w[i])
                .average()
                .orElseThrow();
        long beyondOne =
                IntStream.range(0, w.length).filter(i -> w[i] * w[i] > expected).count();
        // 200704 samples: the standard errors are sigma/448, 0.0032 of the variance and 0.001 of the share, of which
        // five are allowed.
        double sigma = Math.sqrt(expected);
        assertEquals(0, mean, 5 * sigma / 448);
        assertEquals(1, variance / expected, 0.016);
        assertEquals(0.3173, (double) beyondOne / w.length, 0.0052);
    }

    private interface Terms extends IntFunction<Float> {}

    private static void assertSum(float actual, float start, int terms, Terms a, Terms b) {
        double sum = start;
        double magnitude = Math.abs(start);
        for (int i = 0; i < terms; i++) {
            double product = (double) a.apply(i) * b.apply(i);
            sum += product;
            magnitude += Math.abs(product);
        }
        assertEquals(sum, actual, (terms + 1) * UNIT_ROUNDOFF * magnitude);
    }

    private static float[] randomize(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
