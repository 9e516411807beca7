package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Bits;
import org.lanewise.testing.Cases;
import org.lanewise.testing.Cases.Case;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;
import org.lanewise.testing.SeededProperty;
import org.lanewise.testing.Textbook;
import org.lanewise.testing.Textbook.Batch;

/**
 * Forward and backward against the textbook in double.
 *
 * <p>The bounds count roundings to float, each of relative size U: y = (x - m_hi)·a + b rounds x - m_hi, a, b and the
 * result, so it is off by at most U·(2·|a·(x - m)| + |b| + |y|), and dx likewise. (Halves and doubles are exact.) What
 * the statistics lose (2.5e-8 of the variance) is a fifth of a U more on a·(x - m). A tenth more on all of it covers
 * products of errors, and the smallest float underflow.
 */
class BatchNormNumbersTest {
    private static final double U = 0x1p-24;

    private static double rounded(double... terms) {
        double sum = 0;
        for (double term : terms) {
            sum += Math.abs(term);
        }
        return 1.1 * U * sum + 4 * Float.MIN_VALUE;
    }

    /** What is lost of x - m in a sum of n terms in double: matters where |m| is far above sigma. */
    private static double meanSlack(Batch x, double mean) {
        return x.perChannel() * Math.ulp(mean);
    }

    @SeededProperty
    @Domain(Cases.class)
    void trainingIsTheTextbooks(@ForAll Case given) {
        Assume.that(given.data() != Data.SPECIAL && given.canTrain());
        BatchNormOptions options = BatchNormOptions.defaults();
        BatchNorm layer = Layers.random(given.shape(), options, given.seed());
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = given.data().fill(Tensor.allocate(arena, given.shape(), given.layout()), given.seed());
            Tensor y = Tensor.allocate(arena, given.shape(), given.layout());
            BatchStatistics statistics = new BatchStatistics(layer.channels());
            layer.train(x, y, statistics);
            Batch input = Batch.of(x);
            double[] mean = Textbook.mean(input);
            double[] variance = Textbook.variance(input, mean);
            assertForward(layer, input, mean, variance, Batch.of(y));
        }
    }

    private static void assertForward(BatchNorm layer, Batch x, double[] mean, double[] variance, Batch actual) {
        double[] expected = Textbook.forward(x, mean, variance, Layers.EPS, layer.gamma(), layer.beta());
        for (int i = 0; i < expected.length; i++) {
            int c = x.channel(i);
            double scaled = expected[i] - layer.beta()[c];
            double a = Math.abs(layer.gamma()[c]) / Math.sqrt(variance[c] + Layers.EPS);
            // b holds beta - a·m_lo, and m_lo is at most half an ulp of the mean, or the mean where that is below
            // sigma/16.
            double low = mean[c] * mean[c] < variance[c] / 256 ? 2 * mean[c] : Math.ulp((float) mean[c]);
            double bound = rounded(2.2 * scaled, layer.beta()[c], a * low, expected[i]) + a * meanSlack(x, mean[c]);
            assertEquals(expected[i], actual.elements()[i], bound, "y[" + i + "], channel " + c);
        }
    }

    @SeededProperty
    @Domain(Cases.class)
    void inferenceIsTheTextbooks(@ForAll Case given) {
        Assume.that(given.data() != Data.SPECIAL);
        BatchNorm layer = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
        double[] mean = new double[layer.channels()];
        double[] variance = new double[layer.channels()];
        Random random = new Random(given.seed());
        for (int c = 0; c < mean.length; c++) {
            mean[c] = 1000 * random.nextGaussian();
            variance[c] = Math.exp(5 * random.nextGaussian());
        }
        layer.population().orElseThrow().load(mean, variance, 1);
        Tensor x = given.data().fill(Layers.heap(given.shape(), given.layout()), given.seed());
        Tensor y = Layers.heap(given.shape(), given.layout());
        layer.infer(x, y);
        assertForward(layer, Batch.of(x), mean, variance, Batch.of(y));
    }

    @SeededProperty
    @Domain(DomainContext.Global.class)
    @Domain(Cases.class)
    void backwardIsTheTextbooks(@ForAll Case given, @ForAll boolean frozen) {
        Assume.that(given.data() != Data.SPECIAL && given.canTrain());
        BatchNorm layer = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
        Tensor x = given.data().fill(Layers.heap(given.shape(), given.layout()), given.seed());
        Tensor dy = Data.ORDINARY.fill(Layers.heap(given.shape(), given.layout()), given.seed() + 1);
        Tensor dx = Layers.heap(given.shape(), given.layout());
        BatchStatistics statistics = new BatchStatistics(layer.channels());
        layer.train(x, Layers.heap(given.shape(), given.layout()), statistics);
        if (frozen) {
            layer.infer(Forward.of(x, Layers.heap(given.shape(), given.layout())), statistics);
        }
        Gradients gradients = new Gradients(layer.channels());
        layer.backward(x, dy, dx, statistics, gradients);

        Batch input = Batch.of(x);
        Batch gradient = Batch.of(dy);
        double[] mean = new double[layer.channels()];
        double[] variance = new double[layer.channels()];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = statistics.mean(c);
            variance[c] = statistics.variance(c);
        }
        Textbook.Gradient expected =
                Textbook.backward(input, gradient, mean, variance, Layers.EPS, layer.gamma(), frozen);
        double[] xhat = Textbook.normalized(input, mean, variance, Layers.EPS);
        double[] sumAbs = new double[mean.length];
        double[] sumAbsXhat = new double[mean.length];
        for (int i = 0; i < xhat.length; i++) {
            sumAbs[input.channel(i)] += Math.abs(gradient.elements()[i]);
            sumAbsXhat[input.channel(i)] += Math.abs(gradient.elements()[i] * xhat[i]);
        }
        int n = input.perChannel();
        Batch actual = Batch.of(dx);
        for (int i = 0; i < xhat.length; i++) {
            int c = input.channel(i);
            double a = layer.gamma()[c] / Math.sqrt(variance[c] + Layers.EPS);
            double common = frozen ? 0 : (expected.dbeta()[c] + xhat[i] * expected.dgamma()[c]) / n;
            double parts =
                    frozen ? 0 : 2.2 * Math.abs(xhat[i] * expected.dgamma()[c] / n) + Math.abs(expected.dbeta()[c] / n);
            double loss = rounded(a * parts, a * common, 3 * expected.dx()[i])
                    + Math.abs(a) * n * 1e-15 * (1 + Math.abs(xhat[i]));
            assertEquals(expected.dx()[i], actual.elements()[i], loss, "dx[" + i + "], channel " + c);
        }
        for (int c = 0; c < mean.length; c++) {
            // One rounding to float of a sum of n terms in double.
            assertEquals(
                    expected.dbeta()[c], gradients.dbeta()[c], rounded(expected.dbeta()[c]) + n * 1e-15 * sumAbs[c]);
            assertEquals(
                    expected.dgamma()[c],
                    gradients.dgamma()[c],
                    rounded(expected.dgamma()[c]) + n * 1e-15 * sumAbsXhat[c]);
        }

        Tensor alone = Layers.heap(given.shape(), given.layout());
        layer.backward(Backward.of(x, dy, alone), statistics);
        Bits.assertSame("dx without the parameters' gradients", dx, alone);
    }

    /**
     * The derivative of sum(y·w) in double, by central differences of the textbook's forward pass, against what
     * backward gives for dy = w. The differences' own error is of the size of h² + 1e-16/h: 1e-7 and below for these
     * data.
     */
    @Example
    void backwardIsTheDerivativeOfForward() {
        double h = 1e-5;
        double close = 2e-6;
        for (Layout layout : Layout.values()) {
            Shape shape = Shape.of(3, 2, 2, 3);
            BatchNorm layer = Layers.random(shape, BatchNormOptions.defaults(), 3);
            Tensor x = Data.ORDINARY.fill(Layers.heap(shape, layout), 4);
            Tensor w = Data.ORDINARY.fill(Layers.heap(shape, layout), 5);
            Tensor dx = Layers.heap(shape, layout);
            BatchStatistics statistics = new BatchStatistics(2);
            Gradients gradients = new Gradients(2);
            layer.train(x, Layers.heap(shape, layout), statistics);
            layer.backward(x, w, dx, statistics, gradients);
            Batch input = Batch.of(x);
            Batch weights = Batch.of(w);
            for (int i = 0; i < input.elements().length; i++) {
                double[] up = input.elements().clone();
                double[] down = input.elements().clone();
                up[i] += h;
                down[i] -= h;
                double slope =
                        (loss(layer, input.with(up), weights) - loss(layer, input.with(down), weights)) / (2 * h);
                assertEquals(slope, Batch.of(dx).elements()[i], close, "dx[" + i + "] " + layout);
            }
            for (int c = 0; c < 2; c++) {
                assertEquals(
                        slope(layer, layer.gamma(), c, input, weights),
                        gradients.dgamma()[c],
                        1e-4,
                        "dgamma");
                assertEquals(
                        slope(layer, layer.beta(), c, input, weights), gradients.dbeta()[c], 1e-4, "dbeta");
            }
        }
    }

    /** The loss is linear in gamma and beta: a large step is exact, but for the float that the parameter is. */
    private static double slope(BatchNorm layer, float[] parameters, int c, Batch x, Batch weights) {
        float before = parameters[c];
        double at = loss(layer, x, weights);
        parameters[c] = before + 1;
        double up = loss(layer, x, weights);
        double step = (double) parameters[c] - before;
        parameters[c] = before;
        return (up - at) / step;
    }

    private static double loss(BatchNorm layer, Batch x, Batch weights) {
        double[] mean = Textbook.mean(x);
        double[] y = Textbook.forward(x, mean, Textbook.variance(x, mean), Layers.EPS, layer.gamma(), layer.beta());
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * weights.elements()[i];
        }
        return sum;
    }

    @Example
    void aConstantChannelGivesBetaExactly() {
        for (Layout layout : Layout.values()) {
            for (float constant : new float[] {0, -0f, 0.1f, 3e-42f, -1e30f, Float.MAX_VALUE, 123456.78f}) {
                Shape shape = Shape.of(7, 3, 50);
                BatchNorm layer =
                        Layers.random(shape, BatchNormOptions.defaults().eps(Float.MIN_NORMAL), 1);
                layer.gamma()[1] = -Float.MAX_VALUE; // times 1/sqrt(eps) is no float
                Tensor x = Layers.heap(shape, layout);
                float[] elements = new float[7 * 3 * 50];
                Arrays.fill(elements, constant);
                x.copyFrom(elements);
                Tensor y = Layers.heap(shape, layout);
                layer.train(x, y);
                for (int c = 0; c < 3; c++) {
                    for (int n = 0; n < 7; n++) {
                        for (int l = 0; l < 50; l++) {
                            assertEquals(layer.beta()[c], y.get(n, c, l), "constant " + constant);
                        }
                    }
                }
            }
        }
    }

    @Example
    void aSpecialValueMakesItsChannelNaNAndNoOther() {
        for (Layout layout : Layout.values()) {
            for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                Shape shape = Shape.of(3, 20, 37);
                BatchNorm layer = Layers.random(shape, BatchNormOptions.defaults(), 1);
                Tensor x = Data.ORDINARY.fill(Layers.heap(shape, layout), 2);
                Tensor clean = Layers.heap(shape, layout);
                layer.train(x, clean);
                x.set(special, 1, 17, 5);
                Tensor y = Layers.heap(shape, layout);
                layer.train(x, y);
                for (int n = 0; n < 3; n++) {
                    for (int c = 0; c < 20; c++) {
                        for (int l = 0; l < 37; l++) {
                            float actual = (float) y.get(n, c, l);
                            assertTrue(c == 17 ? Float.isNaN(actual) : actual == clean.get(n, c, l), "channel " + c);
                        }
                    }
                }
            }
        }
    }

    @Example
    void withoutScaleAndShiftGammaIsOneAndBetaZero() {
        Shape shape = Shape.of(4, 2, 9);
        Tensor x = Data.ORDINARY.fill(Layers.heap(shape, Layout.CHANNELS_FIRST), 2);
        Tensor expected = Layers.heap(shape, Layout.CHANNELS_FIRST);
        new BatchNorm1d(2).train(x, expected);
        Tensor y = Layers.heap(shape, Layout.CHANNELS_FIRST);
        new BatchNorm1d(2, BatchNormOptions.defaults().scale(false).shift(false)).train(x, y);
        Bits.assertSame("y", expected, y);
    }
}
