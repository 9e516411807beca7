package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.ChildJvm;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;
import org.lanewise.testing.WarmUpMain;

/** How fast calls are afterwards is measured by the benchmark of the same name; here, that nothing else changes. */
class WarmUpTest {
    private static final Shape SHAPE = Shape.of(2, 3, 5, 5);

    @Test
    void leavesTheLayerAsItIs() {
        Tensor x = Data.ORDINARY.fill(Layers.heap(SHAPE, Layout.CHANNELS_FIRST), 1);
        Tensor y = Layers.heap(SHAPE, Layout.CHANNELS_FIRST);
        BatchNorm2d layer = new BatchNorm2d(3);
        layer.gamma()[1] = 2;
        layer.train(x, y);
        layer.infer(x, y);
        float[] before = y.toArray();

        Duration took = layer.warmUp(SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32);

        assertTrue(took.compareTo(Duration.ofMillis(100)) > 0, "it repeats its calls: " + took);
        assertEquals(1, layer.population().orElseThrow().batches());
        layer.infer(x, y);
        assertArrayEquals(before, y.toArray());
    }

    @Test
    void takesEachRankAndAPool() {
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            BatchNormOptions options = BatchNormOptions.defaults().pool(pool).withoutRunningStatistics();
            new BatchNorm1d(70, options).warmUp(Shape.of(1000, 70), Layout.CHANNELS_FIRST, ElementType.BFLOAT16);
            new BatchNorm1d(3, options).warmUp(Shape.of(3, 3, 7), Layout.CHANNELS_LAST, ElementType.FLOAT64);
            new BatchNorm3d(3, options).warmUp(Shape.of(1, 3, 2, 2, 2), Layout.CHANNELS_FIRST, ElementType.FLOAT16);
        }
    }

    @Test
    void refusesWhatTheLayerCanNotTrainWith() {
        BatchNorm2d layer = new BatchNorm2d(3);
        assertRefused("shape: 2x3, must be (N, C, H, W)", layer, Shape.of(2, 3));
        assertRefused("shape: 4 channels, must be 3 as the layer's", layer, Shape.of(2, 4, 5, 5));
        assertRefused(
                "shape: 1 elements per channel in 1x3x1x1, must be at least 2 to train", layer, Shape.of(1, 3, 1, 1));
    }

    @Test
    void aFrozenLayerIsWarmedUpByWhatItDoes() {
        FrozenBatchNorm layer = FrozenBatchNorm.of(
                new float[] {1, 2},
                new float[] {3, 4},
                new float[] {5, 6},
                new float[] {7, 8},
                BatchNormOptions.defaults());
        Tensor x = Data.ORDINARY.fill(Layers.heap(Shape.of(2, 2, 5, 5), Layout.CHANNELS_LAST), 1);
        Tensor before = Layers.heap(x.shape(), Layout.CHANNELS_LAST);
        layer.apply(x, before);
        Duration took = layer.warmUp(x.shape(), Layout.CHANNELS_LAST, ElementType.FLOAT32);
        assertTrue(took.compareTo(Duration.ofMillis(100)) > 0, "it repeats its calls: " + took);
        Tensor after = Layers.heap(x.shape(), Layout.CHANNELS_LAST);
        layer.apply(x, after);
        assertArrayEquals(before.toArray(), after.toArray());
        for (String refused : new String[] {"2x3", "0x2"}) {
            Shape shape = Shape.of(Integer.parseInt(refused.substring(0, 1)), Integer.parseInt(refused.substring(2)));
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> layer.warmUp(shape, Layout.CHANNELS_LAST, ElementType.FLOAT32))
                    .getMessage();
            assertTrue(message.startsWith("shape: "), message);
        }
    }

    @Test
    void aNetworkStaysAsItIs() {
        BatchNorm2d trained = new BatchNorm2d(
                3,
                BatchNormOptions.defaults()
                        .activation(Activation.relu())
                        .population(PopulationEstimate.exactOverBatches()));
        Tensor x = Data.ORDINARY.fill(Layers.heap(SHAPE, Layout.CHANNELS_FIRST), 1);
        Tensor y = Layers.heap(SHAPE, Layout.CHANNELS_FIRST);
        trained.train(x, y);
        FrozenBatchNorm frozen = trained.freeze();
        float[] before = applied(frozen, x);

        Duration took = WarmUp.of(
                        WarmUp.layer(trained, SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32),
                        WarmUp.layer(trained, Shape.of(2, 3, 1, 1), Layout.CHANNELS_LAST, ElementType.BFLOAT16),
                        WarmUp.layer(frozen, Shape.of(1, 3, 1, 1), Layout.CHANNELS_LAST, ElementType.FLOAT64),
                        WarmUp.layer(frozen, SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32))
                .run();

        assertTrue(took.compareTo(Duration.ofMillis(100)) > 0, "it repeats its calls: " + took);
        assertEquals(1, trained.population().orElseThrow().batches());
        assertArrayEquals(new float[] {1, 1, 1}, trained.gamma());
        assertArrayEquals(new float[3], trained.beta());
        assertArrayEquals(before, applied(frozen, x));
        assertArrayEquals(before, applied(trained.freeze(), x));
    }

    private static float[] applied(FrozenBatchNorm layer, Tensor x) {
        Tensor y = Layers.heap(x.shape(), x.layout());
        layer.apply(x, y);
        return y.toArray();
    }

    /** Up to three times, as a busy machine may delay the compiler. */
    @Test
    void nothingIsLeftToCompileForANetwork() throws Exception {
        List<String> left = kernelsCompiledAfterWarmUp();
        for (int again = 0; again < 2 && !left.isEmpty(); again++) {
            left = kernelsCompiledAfterWarmUp();
        }
        assertEquals(List.of(), left);
    }

    /** The methods of vector kernels that C2 compiles when a network that is warm serves. */
    private static List<String> kernelsCompiledAfterWarmUp() throws Exception {
        ChildJvm.Result result = ChildJvm.java(
                "--add-modules=jdk.incubator.vector",
                "-XX:+PrintCompilation",
                "-cp",
                ChildJvm.engine() + System.getProperty("path.separator") + ChildJvm.tests(),
                WarmUpMain.class.getName());
        assertEquals(0, result.status(), result.err());
        int warm = result.out().indexOf(WarmUpMain.WARM);
        assertTrue(warm > 0, result.out());
        // A line has a time, a number, flags, the tier and a method.
        Pattern compiled = Pattern.compile("\\d[ %sbn!]+ 4 +org\\.lanewise\\.kernel\\.(\\w+\\.\\w+\\.\\S+)");
        assertTrue(compiled.matcher(result.out().substring(0, warm)).find(), "no kernel was compiled");
        // The scalar twins, were they still used, would be compiled too.
        return compiled.matcher(result.out().substring(warm))
                .results()
                .map(line -> line.group(1))
                .toList();
    }

    @Test
    void aNetworkNamesWhatItRefuses() {
        BatchNorm2d layer = new BatchNorm2d(3);
        assertEquals(
                "layers: none, must be at least 1",
                assertThrows(IllegalArgumentException.class, WarmUp::of).getMessage());
        WarmUp.Layer good = WarmUp.layer(layer, SHAPE, Layout.CHANNELS_FIRST, ElementType.FLOAT32);
        assertEquals(
                "layers[1]",
                assertThrows(NullPointerException.class, () -> WarmUp.of(good, null))
                        .getMessage());
        assertEquals(
                "shape: 4 channels, must be 3 as the layer's",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> WarmUp.layer(
                                        layer, Shape.of(2, 4, 5, 5), Layout.CHANNELS_FIRST, ElementType.FLOAT32))
                        .getMessage());
        assertEquals(
                "layout",
                assertThrows(NullPointerException.class, () -> WarmUp.layer(layer, SHAPE, null, ElementType.FLOAT32))
                        .getMessage());
        assertEquals("layer on 2x3x5x5, CHANNELS_FIRST, FLOAT32", good.toString());
    }

    private static void assertRefused(String message, BatchNorm layer, Shape shape) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> layer.warmUp(shape, Layout.CHANNELS_FIRST, ElementType.FLOAT32))
                        .getMessage());
    }
}
