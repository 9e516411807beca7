package org.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lanewise.ProviderInfo;
import org.lanewise.bench.LayerBenchmark.Fusion;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Operation;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Tensor;

/** What is measured computes the right thing. */
class BenchmarksTest {
    private static KernelBenchmark kernel(String shape, Layout layout, Operation operation, String provider) {
        return kernel(new KernelBenchmark(), shape, layout, operation, provider);
    }

    private static <B extends KernelBenchmark> B kernel(
            B benchmark, String shape, Layout layout, Operation operation, String provider) {
        benchmark.shape = shape;
        benchmark.layout = layout;
        benchmark.operation = operation;
        benchmark.provider = provider;
        benchmark.setUp();
        return benchmark;
    }

    /** The elementwise result. */
    private static float[] out(Operands operands, Operation operation) {
        return floats(operation == Operation.ACTIVATION_GRADIENT ? operands.dy : operands.out);
    }

    private static float[] floats(MemorySegment tensor) {
        return tensor.toArray(ValueLayout.JAVA_FLOAT);
    }

    /** What an operation only reads. */
    private static List<float[]> inputs(Operands operands, Operation operation) {
        MemorySegment other = operation == Operation.ACTIVATION_GRADIENT ? operands.out : operands.dy;
        return Stream.of(operands.x, operands.residual, operands.dyActivated, other)
                .map(BenchmarksTest::floats)
                .toList();
    }

    @Test
    void everyKernelChangesItsOutputAndNothingElse() {
        for (Layout layout : Layout.values()) {
            for (Operation operation : Operation.values()) {
                KernelBenchmark vector = kernel("3x5x30x31", layout, operation, "vector");
                KernelBenchmark scalar = kernel("3x5x30x31", layout, operation, "scalar");
                List<float[]> inputs = inputs(vector.operands, operation);
                float[] before = out(vector.operands, operation);
                long[] mask = vector.operands.mask.clone();
                Operands ours = vector.run();
                Operands theirs = scalar.run();
                String what = layout + " " + operation;
                assertArrayEquals(theirs.partials.first(), ours.partials.first(), what);
                assertArrayEquals(theirs.partials.second(), ours.partials.second(), what);
                assertArrayEquals(out(theirs, operation), out(ours, operation), what);
                assertArrayEquals(theirs.mask, ours.mask, what);
                assertEquals(
                        operation.reduces(), ours.partials.first()[0] != 0, what + ": first is written by reductions");
                assertEquals(
                        operation.reduces(),
                        before[7] == out(ours, operation)[7],
                        what + ": out is written by the others");
                assertEquals(operation.name().endsWith("_MASK"), !Arrays.equals(mask, ours.mask), what + ": the mask");
                assertArrayEquals(inputs.toArray(), inputs(ours, operation).toArray(), what + ": inputs are read only");
                vector.tearDown();
                scalar.tearDown();
            }
        }
    }

    @Test
    void theNormalizeKernelNormalizes() {
        KernelBenchmark benchmark = kernel("2x3x5x7", Layout.CHANNELS_FIRST, Operation.NORMALIZE, "vector");
        Operands operands = benchmark.run();
        float[] x = floats(operands.x);
        float[] y = floats(operands.out);
        for (int i = 0; i < y.length; i++) {
            assertEquals((x[i] / 2 + 0.01) * 1.5 + 0.5, y[i], 1e-6);
        }
        benchmark.tearDown();
    }

    @Test
    void aPollutedKernelComputesTheSame() {
        for (Layout layout : Layout.values()) {
            for (Operation operation : Operation.values()) {
                KernelBenchmark clean = kernel("3x5x6x7", layout, operation, "scalar");
                PollutedKernelBenchmark polluted =
                        kernel(new PollutedKernelBenchmark(), "3x5x6x7", layout, operation, "scalar");
                polluted.pollute();
                assertArrayEquals(
                        clean.run().partials.first(), polluted.run().partials.first(), layout + " " + operation);
                assertArrayEquals(
                        out(clean.operands, operation), out(polluted.operands, operation), layout + " " + operation);
                clean.tearDown();
                polluted.tearDown();
            }
        }
    }

    private static <B extends LayerState> B state(B benchmark, Layout layout, int threads) {
        benchmark.layout = layout;
        benchmark.threads = threads;
        benchmark.provider = ProviderInfo.current().name();
        return benchmark;
    }

    private static <B extends LayerBenchmark> B layer(B benchmark, String shape, Layout layout, int threads) {
        state(benchmark, layout, threads).shape = shape;
        benchmark.setUp();
        return benchmark;
    }

    @Test
    void aPollutedLayerComputesTheSame() {
        LayerBenchmark clean = layer(new LayerBenchmark(), "3x5x60", Layout.CHANNELS_FIRST, 1);
        PollutedLayerBenchmark polluted = layer(new PollutedLayerBenchmark(), "3x5x60", Layout.CHANNELS_FIRST, 1);
        polluted.pollute();
        assertArrayEquals(clean.train().toArray(), polluted.train().toArray());
        assertArrayEquals(clean.backward().toArray(), polluted.backward().toArray());
        clean.tearDown();
        polluted.tearDown();
    }

    @Test
    void aProviderThatTheJvmHasNotChosenIsRefused() {
        String active = ProviderInfo.current().name();
        String before = System.getProperty("lanewise.provider", active);
        LayerBenchmark benchmark = new LayerBenchmark();
        benchmark.shape = "3x5";
        benchmark.layout = Layout.CHANNELS_LAST;
        benchmark.threads = 1;
        benchmark.provider = active.equals("vector") ? "scalar" : "vector";
        assertThrows(IllegalStateException.class, benchmark::setUp);
        System.setProperty("lanewise.provider", before);
    }

    @Test
    void layersTrainInferAndGoBack() {
        for (int threads = 1; threads <= 2; threads++) {
            for (Layout layout : Layout.values()) {
                LayerBenchmark benchmark = layer(new LayerBenchmark(), "4x3x150x151", layout, threads);
                assertMeanAndVariance(benchmark.train(), 0, 1);
                assertMeanAndVariance(benchmark.backward(), 0, 1);
                // After one batch with mean 0 and variance 1 the population's are the same, for these data.
                assertMeanAndVariance(benchmark.infer(), 0, 1);
                // Frozen at an invstd of 1, dx is dy.
                assertMeanAndVariance(benchmark.frozenBackward(), 0, 1);
                assertTrue(Math.abs(benchmark.gradients.dbeta()[1]) > 1, "dbeta is a sum of 90600 normal numbers");
                benchmark.tearDown();
            }
        }
    }

    @Test
    void fusedLayersAddAndActivate() {
        for (Fusion fusion : List.of(Fusion.RELU, Fusion.ADD_RELU)) {
            LayerBenchmark plain = layer(new LayerBenchmark(), "3x5x60", Layout.CHANNELS_FIRST, 1);
            LayerBenchmark fused = new LayerBenchmark();
            fused.fusion = fusion;
            layer(fused, "3x5x60", Layout.CHANNELS_FIRST, 1);
            // Before they train again: the frozen statistics are those of the set-up.
            float[] sums = added(plain.infer().toArray(), fused.residual);
            assertArrayEquals(activated(sums, sums), fused.infer().toArray(), 1e-5f);
            // Through frozen statistics dx is 0 where the gradient before the activation is.
            float[] dx = fused.frozenBackward().toArray();
            assertArrayEquals(activated(plain.frozenBackward().toArray(), sums), dx, 1e-5f);
            sums = added(plain.train().toArray(), fused.residual);
            assertArrayEquals(activated(sums, sums), fused.train().toArray(), 1e-5f);
            if (fusion == Fusion.ADD_RELU) {
                fused.backward();
                assertArrayEquals(activated(fused.dy.toArray(), sums), fused.dresidual.toArray(), "dresidual");
            }
            plain.tearDown();
            fused.tearDown();
        }
    }

    private static float[] added(float[] values, Tensor residual) {
        if (residual != null) {
            float[] others = residual.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += others[i];
            }
        }
        return values;
    }

    /** The values whose sums are above 0, else 0. */
    private static float[] activated(float[] values, float[] sums) {
        float[] results = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            results[i] = sums[i] > 0 ? values[i] : 0;
        }
        return results;
    }

    @Test
    void paddedLayersLeaveThePaddingAlone() {
        PaddedBenchmark benchmark = state(new PaddedBenchmark(), Layout.CHANNELS_FIRST, 1);
        benchmark.shape = "10x3x2000";
        benchmark.share = 0.75;
        benchmark.setUp();
        assertEquals(15_000, benchmark.valid.count());
        for (Tensor result : List.of(benchmark.train(), benchmark.backward())) {
            assertEquals(15_000 * 3, nonZeros(result));
        }
        assertMeanAndVariance(benchmark.denseTrain(), 0, 1);
        assertMeanAndVariance(benchmark.denseBackward(), 0, 1);
        benchmark.tearDown();
    }

    private static long nonZeros(Tensor tensor) {
        float[] values = tensor.toArray();
        return IntStream.range(0, values.length).filter(i -> values[i] != 0).count();
    }

    @Test
    void ghostLayersNormalizeGroupByGroup() {
        GhostBenchmark benchmark = state(new GhostBenchmark(), Layout.CHANNELS_LAST, 1);
        benchmark.shape = "6x3x100x100";
        benchmark.samplesPerGroup = 2;
        benchmark.setUp();
        assertMeanAndVariance(benchmark.train().samples(2, 4), 0, 1);
        assertMeanAndVariance(benchmark.backward().samples(2, 4), 0, 1);
        assertEquals(3, benchmark.statistics.groups());
        benchmark.tearDown();
    }

    /** Over all elements, which are normal numbers: the mean of 271800 of them is off by 0.002 sigma commonly. */
    private static void assertMeanAndVariance(Tensor tensor, double mean, double variance) {
        float[] values = tensor.toArray();
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double actual = sum / values.length;
        assertEquals(mean, actual, 0.01);
        assertEquals(variance, squares / values.length - actual * actual, 0.02);
    }
}
