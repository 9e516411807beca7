package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;

/** Each error names its argument and what is allowed, and leaves the layer as it was. */
class BatchNormErrorsTest {
    private static final Shape SHAPE = Shape.of(4, 3, 5, 5);

    private final BatchNorm2d layer = new BatchNorm2d(3);
    private final BatchStatistics statistics = new BatchStatistics(3);
    private final Gradients gradients = new Gradients(3);
    private final Tensor x = Data.ORDINARY.fill(Layers.heap(SHAPE, Layout.CHANNELS_FIRST), 1);
    private final Tensor y = Layers.heap(SHAPE, Layout.CHANNELS_FIRST);

    private void assertRefused(Class<? extends Exception> type, String message, Executable call) {
        float[] gamma = layer.gamma().clone();
        float[] beta = layer.beta().clone();
        float[] output = y.toArray();
        PopulationStatistics population = layer.population().orElseThrow();
        long batches = population.batches();
        double mean = population.mean(1);
        assertEquals(message, assertThrows(type, call).getMessage());
        assertArrayEquals(gamma, layer.gamma());
        assertArrayEquals(beta, layer.beta());
        assertArrayEquals(output, y.toArray());
        assertEquals(batches, population.batches());
        assertEquals(mean, population.mean(1));
    }

    private void assertRefused(String message, Executable call) {
        assertRefused(IllegalArgumentException.class, message, call);
    }

    private static Tensor tensor(long... sizes) {
        return Layers.heap(Shape.of(sizes), Layout.CHANNELS_FIRST);
    }

    @Test
    void rank() {
        assertRefused("x: 4x3x5, must be (N, C, H, W)", () -> layer.train(tensor(4, 3, 5), y));
        assertEquals(
                "x: 4x3x5x5, must be (N, C) or (N, C, L)",
                assertThrows(IllegalArgumentException.class, () -> new BatchNorm1d(3).infer(x, y))
                        .getMessage());
        assertEquals(
                "x: 4x3x5x5, must be (N, C, D, H, W)",
                assertThrows(IllegalArgumentException.class, () -> new BatchNorm3d(3).infer(x, y))
                        .getMessage());
    }

    @Test
    void channels() {
        assertRefused("x: 2 channels, must be 3 as the layer's", () -> layer.train(tensor(4, 2, 5, 5), y));
        assertRefused(
                "statistics: 2 channels, must be 3 as the layer's", () -> layer.train(x, y, new BatchStatistics(2)));
        layer.train(x, Layers.heap(SHAPE, Layout.CHANNELS_FIRST), statistics);
        assertRefused(
                "gradients: 4 channels, must be 3 as the layer's",
                () -> layer.backward(x, x, y, statistics, new Gradients(4)));
        assertThrows(IllegalArgumentException.class, () -> new BatchNorm2d(0));
        assertThrows(IllegalArgumentException.class, () -> new BatchStatistics(0));
        assertThrows(IllegalArgumentException.class, () -> new Gradients(-1));
    }

    @Test
    void tensorsOfAPass() {
        assertNull("x", () -> Forward.of(null, y));
        assertNull("y", () -> Forward.of(x, null));
        assertNull("residual", () -> Forward.of(x, y).residual(null));
        assertNull("dy", () -> Backward.of(x, null, y));
        assertNull("dx", () -> Backward.of(x, x, null));
        assertNull("dresidual", () -> Backward.of(x, x, y).residual(null));
        assertNull("tensors", () -> layer.train((Forward) null));
        assertNull("tensors", () -> layer.train(null, statistics));
        assertNull("tensors", () -> layer.infer((Forward) null));
        assertNull("tensors", () -> layer.infer(null, statistics));
        assertNull("tensors", () -> layer.backward(null, statistics));
        assertNull("tensors", () -> layer.backward(null, statistics, gradients));
        assertNull("statistics", () -> layer.train(Forward.of(x, y), null));
        assertNull("gradients", () -> layer.backward(Backward.of(x, x, y), statistics, null));
    }

    private void assertNull(String name, Executable call) {
        assertRefused(NullPointerException.class, name, call);
    }

    @Test
    void shapeAndLayout() {
        assertRefused("y: shape 4x3x5x6, must be 4x3x5x5 as that of x", () -> layer.train(x, tensor(4, 3, 5, 6)));
        assertRefused(
                "y: layout CHANNELS_LAST, must be CHANNELS_FIRST as that of x",
                () -> layer.infer(x, Layers.heap(SHAPE, Layout.CHANNELS_LAST)));
        layer.train(x, Layers.heap(SHAPE, Layout.CHANNELS_FIRST), statistics);
        assertRefused(
                "dy: shape 4x3x25x1, must be 4x3x5x5 as that of x",
                () -> layer.backward(x, tensor(4, 3, 25, 1), y, statistics, gradients));
        assertRefused(
                "dx: shape 1x3x5x5, must be 4x3x5x5 as that of x",
                () -> layer.backward(x, x, tensor(1, 3, 5, 5), statistics, gradients));
    }

    @Test
    void oneValuePerChannel() {
        assertRefused(
                "x: 1 elements per channel in 1x3x1x1, must be at least 2 to train",
                () -> layer.train(tensor(1, 3, 1, 1), tensor(1, 3, 1, 1)));
        assertRefused(
                "x: 0 elements per channel in 0x3x5x5, must be at least 2 to train",
                () -> layer.train(tensor(0, 3, 5, 5), tensor(0, 3, 5, 5)));
        layer.infer(tensor(1, 3, 1, 1), tensor(1, 3, 1, 1));
        layer.infer(tensor(0, 3, 5, 5), tensor(0, 3, 5, 5));
    }

    @Test
    void partialOverlap() {
        float[] array = new float[301];
        Tensor input = Tensor.of(MemorySegment.ofArray(array).asSlice(0, 1200), SHAPE, Layout.CHANNELS_FIRST);
        Tensor output = Tensor.of(MemorySegment.ofArray(array).asSlice(4, 1200), SHAPE, Layout.CHANNELS_FIRST);
        assertRefused(
                "y: overlaps x in part, must be the very same memory or apart from it",
                () -> layer.train(input, output));
        layer.train(x, Layers.heap(SHAPE, Layout.CHANNELS_FIRST), statistics);
        assertRefused(
                "dx: overlaps dy in part, must be the very same memory or apart from it",
                () -> layer.backward(Backward.of(x, input, output), statistics));
    }

    @Test
    void memory() throws InterruptedException {
        Tensor readOnly = Tensor.of(MemorySegment.ofArray(new float[300]).asReadOnly(), SHAPE, Layout.CHANNELS_FIRST);
        assertRefused("y: its memory is read-only, must be writable", () -> layer.train(x, readOnly));
        Arena closed = Arena.ofConfined();
        Tensor gone = Tensor.allocate(closed, SHAPE, Layout.CHANNELS_FIRST);
        closed.close();
        assertRefused(
                IllegalStateException.class,
                "x: its arena is closed, must be open during the call",
                () -> layer.train(gone, y));
        assertRefused(
                IllegalStateException.class,
                "y: its arena is closed, must be open during the call",
                () -> layer.infer(x, gone));
        AtomicReference<Tensor> foreign = new AtomicReference<>();
        Thread.ofPlatform()
                .start(() -> foreign.set(Tensor.allocate(Arena.ofConfined(), SHAPE, Layout.CHANNELS_FIRST)))
                .join();
        assertRefused(
                "x: its memory is confined to another thread than "
                        + Thread.currentThread().getName() + ", must be accessible to the caller",
                () -> layer.train(foreign.get(), y));
    }

    @Test
    void statisticsOfAnotherForwardPass() {
        assertRefused(
                "statistics: empty, must have been filled by a forward pass",
                () -> layer.backward(x, x, y, statistics, gradients));
        layer.train(x, Layers.heap(SHAPE, Layout.CHANNELS_FIRST), statistics);
        assertRefused(
                "x: 5x3x5x5 CHANNELS_FIRST, must be 4x3x5x5 CHANNELS_FIRST as in the forward pass that filled the "
                        + "statistics",
                () -> layer.backward(
                        Backward.of(tensor(5, 3, 5, 5), tensor(5, 3, 5, 5), tensor(5, 3, 5, 5)), statistics));
    }

    @Test
    void inferenceWithoutStatistics() {
        BatchNorm2d without = new BatchNorm2d(3, BatchNormOptions.defaults().withoutRunningStatistics());
        without.train(x, y);
        assertTrue(without.population().isEmpty());
        assertEquals(
                "population: the layer keeps no running statistics, must keep them to infer",
                assertThrows(IllegalStateException.class, () -> without.infer(x, y))
                        .getMessage());
        BatchNorm2d untrained =
                new BatchNorm2d(3, BatchNormOptions.defaults().population(PopulationEstimate.mergedMoments()));
        assertEquals(
                "population: no batch seen, must be trained with one before it can infer",
                assertThrows(IllegalStateException.class, () -> untrained.infer(x, y))
                        .getMessage());
        untrained.train(x, y);
        untrained.infer(x, y);
    }

    @Test
    void options() {
        BatchNormOptions defaults = BatchNormOptions.defaults();
        for (double eps : new double[] {-1, -1e-40, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> defaults.eps(eps))
                    .getMessage()
                    .startsWith("eps: " + eps + ", must be"));
        }
        BatchNorm2d bare = new BatchNorm2d(3, defaults.scale(false).shift(false));
        assertThrows(IllegalStateException.class, bare::gamma);
        assertThrows(IllegalStateException.class, bare::beta);
        assertThrows(NullPointerException.class, () -> new BatchNorm2d(3, null));
        assertThrows(NullPointerException.class, () -> defaults.pool(null));
        assertThrows(NullPointerException.class, () -> defaults.population(null));
    }

    @Test
    void nullArguments() {
        assertRefused(NullPointerException.class, "x", () -> layer.train(null, y));
        assertRefused(NullPointerException.class, "y", () -> layer.train(x, null));
        assertRefused(NullPointerException.class, "statistics", () -> layer.train(x, y, null));
        assertRefused(NullPointerException.class, "gradients", () -> layer.backward(x, x, y, statistics, null));
    }
}
