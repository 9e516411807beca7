package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;

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

    private static void assertRefused(String message, BatchNorm layer, Shape shape) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> layer.warmUp(shape, Layout.CHANNELS_FIRST, ElementType.FLOAT32))
                        .getMessage());
    }
}
