package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.Convention;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.onnx.NodeCase;
import org.lanewise.testkit.onnx.NodeCases;
import org.lanewise.testkit.onnx.OnnxTestData;

/**
 * ONNX's own tests of its node BatchNormalization, by a layer that follows {@link Convention#ONNX}.
 *
 * <p>Both sides are held to exact arithmetic: we to the bounds of the laws; what ONNX expects, which NumPy and PyTorch
 * computed in float32, to the roundings that these may make. The tolerance of ONNX itself, a thousandth, would let a
 * misread epsilon pass: 1e-5 in the place of 1e-3 changes y by half of that.
 */
@Tag("every-provider")
class OnnxConformanceTest {
    private static final double U = 0x1p-24;

    /** ONNX's defaults, by its specification. */
    private static final double EPSILON = 1e-5;

    private static final double MOMENTUM = 0.9;

    private static List<NodeCase> cases;

    @BeforeAll
    static void read() throws IOException {
        cases = NodeCases.in(OnnxTestData.folder());
    }

    @Test
    void findsAllThatOnnxHad() {
        List<String> known = Stream.of(
                        "node/test_batchnorm_epsilon",
                        "node/test_batchnorm_epsilon_training_mode",
                        "node/test_batchnorm_example",
                        "node/test_batchnorm_example_training_mode",
                        "pytorch-converted/test_BatchNorm1d_3d_input_eval",
                        "pytorch-converted/test_BatchNorm2d_eval",
                        "pytorch-converted/test_BatchNorm2d_momentum_eval",
                        "pytorch-converted/test_BatchNorm3d_eval",
                        "pytorch-converted/test_BatchNorm3d_momentum_eval")
                .map(model -> model + "/test_data_set_0")
                .toList();
        List<String> found = cases.stream().map(NodeCase::name).toList();
        // A later ONNX may have more of them, never fewer.
        assertEquals(
                List.of(), known.stream().filter(name -> !found.contains(name)).toList(), "cases that are missing");
    }

    @TestFactory
    Stream<DynamicTest> agreesWithOnnx() {
        return cases.stream()
                .flatMap(given -> Stream.of(Layout.values())
                        .map(layout ->
                                DynamicTest.dynamicTest(given + " " + layout, () -> assertAgrees(given, layout))));
    }

    private static void assertAgrees(NodeCase given, Layout layout) {
        Shape shape = given.shape();
        BatchNorm layer = layer(given);
        Tensor x = tensor(given.x(), shape, layout);
        Tensor y = Tensor.of(new float[given.x().length], shape, layout);
        if (given.training()) {
            layer.train(x, y);
        } else {
            layer.infer(x, y);
        }
        for (int c = 0; c < shape.channels(); c++) {
            double[] elements = Channels.get(x, c);
            Exact exact = new Exact(elements);
            double[] expected = Channels.get(Tensor.of(given.expected().getFirst(), shape, Layout.CHANNELS_FIRST), c);
            assertOutput(given, c, exact, elements, Channels.get(y, c), expected);
            if (given.training()) {
                assertRunning(given, c, exact, elements, layer.population().orElseThrow());
            }
        }
    }

    private static BatchNorm layer(NodeCase given) {
        BatchNormOptions options = Convention.ONNX.options();
        if (given.epsilon().isPresent()) {
            options = options.eps(given.epsilon().getAsDouble());
        }
        if (given.momentum().isPresent()) {
            options =
                    options.population(Convention.ONNX.estimate(given.momentum().getAsDouble()));
        }
        int channels = given.shape().channels();
        BatchNorm layer = BatchNorm.of(given.shape(), options);
        System.arraycopy(given.scale(), 0, layer.gamma(), 0, channels);
        System.arraycopy(given.bias(), 0, layer.beta(), 0, channels);
        layer.population().orElseThrow().load(toDoubles(given.mean()), toDoubles(given.variance()), 1);
        return layer;
    }

    private static Tensor tensor(float[] channelsFirst, Shape shape, Layout layout) {
        Tensor given = Tensor.of(channelsFirst, shape, Layout.CHANNELS_FIRST);
        double[] memory = new double[channelsFirst.length];
        for (int c = 0; c < shape.channels(); c++) {
            double[] elements = Channels.get(given, c);
            for (int i = 0; i < elements.length; i++) {
                memory[Math.toIntExact(Channels.index(shape, layout, c, i))] = elements[i];
            }
        }
        return Tensor.of(new float[memory.length], shape, layout).copyFrom(memory);
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /**
     * In float32 a mean of n is off by n·U·mean|x| at most, a variance by (n + 3)·U of itself, both in any order of
     * summation; then come no more than 8 roundings of terms that are no larger than a·|x|, a·|mean|, beta and y.
     */
    private static void assertOutput(NodeCase given, int c, Exact exact, double[] x, double[] ours, double[] expected) {
        double eps = given.epsilon().orElse(EPSILON);
        float gamma = given.scale()[c];
        float beta = given.bias()[c];
        int n = x.length;
        BigDecimal[] y = given.training()
                ? exact.forward(gamma, beta, eps)
                : exact.forward(given.mean()[c], given.variance()[c], gamma, beta, eps);
        Bounds bounds = given.training()
                ? new Bounds(Precision.FLOAT32, exact, gamma, beta, eps)
                : Bounds.given(Precision.FLOAT32, given.mean()[c], given.variance()[c], gamma, beta, eps);
        double variance = given.training() ? exact.variance().doubleValue() : given.variance()[c];
        double mean = given.training() ? meanAbs(x) : Math.abs(given.mean()[c]);
        double a = Math.abs(gamma) / Math.sqrt(variance + eps);
        int roundings = 8 + (given.training() ? n : 0);
        for (int i = 0; i < n; i++) {
            double yi = y[i].doubleValue();
            String what = "y[" + i + "] of channel " + c;
            assertClose("our " + what, yi, ours[i], bounds.y(x[i], yi));
            double terms = a * (Math.abs(x[i]) + mean) + Math.abs(beta) + Math.abs(yi);
            assertClose("ONNX's " + what, yi, expected[i], 1.1 * U * roundings * terms);
        }
    }

    /** What is kept of the past adds roundings in double to ours, and 4 in float32 to ONNX's. */
    private static void assertRunning(NodeCase given, int c, Exact exact, double[] x, PopulationStatistics ours) {
        BigDecimal past = new BigDecimal(given.momentum().orElse(MOMENTUM));
        BigDecimal now = BigDecimal.ONE.subtract(past);
        Bounds bounds = new Bounds(
                Precision.FLOAT32,
                exact,
                given.scale()[c],
                given.bias()[c],
                given.epsilon().orElse(EPSILON));

        BigDecimal pastMean = past.multiply(new BigDecimal(given.mean()[c]));
        double mean = pastMean.add(now.multiply(exact.mean())).doubleValue();
        double meanTerms = Math.abs(pastMean.doubleValue()) + now.doubleValue() * meanAbs(x);
        String runningMean = "running mean of channel " + c;
        assertClose("our " + runningMean, mean, ours.mean(c), now.doubleValue() * bounds.mean() + 0x1p-50 * meanTerms);
        assertClose("ONNX's " + runningMean, mean, given.expected().get(1)[c], 1.1 * U * (x.length + 4) * meanTerms);

        BigDecimal pastVariance = past.multiply(new BigDecimal(given.variance()[c]));
        double variance = pastVariance.add(now.multiply(exact.variance())).doubleValue();
        String runningVariance = "running variance of channel " + c;
        assertClose(
                "our " + runningVariance,
                variance,
                ours.variance(c),
                now.doubleValue() * bounds.variance() + 0x1p-50 * variance);
        assertClose(
                "ONNX's " + runningVariance, variance, given.expected().get(2)[c], 1.1 * U * (x.length + 7) * variance);
    }

    private static double meanAbs(double[] values) {
        return Arrays.stream(values).map(Math::abs).average().orElseThrow();
    }

    private static void assertClose(String what, double exact, double actual, double bound) {
        AccuracyLaws.off(Precision.FLOAT32, what, exact, actual, bound).ifPresent(message -> fail(message));
    }
}
