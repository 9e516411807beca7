package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;
import org.lanewise.testing.Bits;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;

/** Layers that take their channels from a first tensor. */
class LazyTest {
    private static final Shape SHAPE = Shape.of(2, 5, 3, 4);

    private static Tensor filled(Shape shape, long seed) {
        return Data.ORDINARY.fill(Layers.heap(shape, Layout.CHANNELS_FIRST), seed);
    }

    @Test
    void theFirstTensorMakesItLikeAnyOther() {
        for (boolean trains : new boolean[] {true, false}) {
            BatchNorm2d lazy = BatchNorm2d.lazy();
            BatchNorm2d other = new BatchNorm2d(5);
            for (long seed = 1; seed <= 2; seed++) {
                Tensor x = filled(SHAPE, seed);
                Tensor y = Layers.heap(SHAPE, Layout.CHANNELS_FIRST);
                Tensor expected = Layers.heap(SHAPE, Layout.CHANNELS_FIRST);
                if (trains) {
                    lazy.train(x, y, new BatchStatistics(x.shape().channels()));
                    other.train(x, expected);
                } else {
                    lazy.infer(x, y);
                    other.infer(x, expected);
                }
                Bits.assertSame("y", expected, y);
            }
            assertEquals(5, lazy.channels());
            assertArrayEquals(new float[] {1, 1, 1, 1, 1}, lazy.gamma());
            assertEquals(
                    other.population().orElseThrow().mean(4),
                    lazy.population().orElseThrow().mean(4));
            Tensor wider = filled(Shape.of(2, 6, 3, 4), 3);
            assertEquals(
                    "x: 6 channels, must be 5 as the layer's",
                    assertThrows(IllegalArgumentException.class, () -> lazy.train(wider, wider))
                            .getMessage());
        }
    }

    @Test
    void takesTheRanksOfItsKind() {
        BatchNorm1d.lazy().train(filled(Shape.of(4, 3), 1), Layers.heap(Shape.of(4, 3), Layout.CHANNELS_FIRST));
        Shape volume = Shape.of(2, 3, 2, 2, 2);
        BatchNorm3d.lazy(Convention.KERAS.options())
                .train(filled(volume, 1), Layers.heap(volume, Layout.CHANNELS_FIRST));
        Tensor image = filled(SHAPE, 1);
        assertThrows(IllegalArgumentException.class, () -> BatchNorm3d.lazy().train(image, image));
    }

    /** A refused tensor decides nothing. */
    @Test
    void staysLazyAfterAnError() {
        BatchNorm2d lazy = BatchNorm2d.lazy();
        Tensor x = filled(SHAPE, 1);
        assertThrows(IllegalArgumentException.class, () -> lazy.train(x, filled(Shape.of(2, 4, 3, 4), 1)));
        assertEquals(
                "statistics: 4 channels, must be 5 as the layer's",
                assertThrows(IllegalArgumentException.class, () -> lazy.train(x, x, new BatchStatistics(4)))
                        .getMessage());
        Tensor single = filled(Shape.of(1, 7, 1, 1), 1);
        assertThrows(IllegalArgumentException.class, () -> lazy.train(single, single));
        for (BatchNormOptions options : List.of(
                BatchNormOptions.defaults().population(PopulationEstimate.mergedMoments()),
                BatchNormOptions.defaults().withoutRunningStatistics())) {
            BatchNorm2d unknown = BatchNorm2d.lazy(options);
            assertThrows(IllegalStateException.class, () -> unknown.infer(x, x));
            assertThrows(IllegalStateException.class, unknown::channels);
        }
        lazy.warmUp(Shape.of(1, 3, 2, 2), Layout.CHANNELS_FIRST, ElementType.FLOAT32);
        assertThrows(IllegalStateException.class, lazy::channels);
        lazy.train(x, x);
        assertEquals(5, lazy.channels());
    }

    @Test
    void whatSpeaksOfChannelsWaitsForThem() {
        BatchNorm2d lazy = BatchNorm2d.lazy();
        Tensor x = filled(SHAPE, 1);
        for (Consumer<BatchNorm2d> call : List.<Consumer<BatchNorm2d>>of(
                BatchNorm::channels,
                BatchNorm::gamma,
                BatchNorm::beta,
                BatchNorm::population,
                BatchNorm::freeze,
                layer -> layer.backward(Backward.of(x, x, x), new BatchStatistics(5)),
                layer -> layer.backward(x, x, x, new BatchStatistics(5), new Gradients(5)))) {
            assertEquals(
                    "channels: not known yet, must come with a first tensor, as the layer is lazy",
                    assertThrows(IllegalStateException.class, () -> call.accept(lazy))
                            .getMessage());
        }
    }

    @Test
    void ghostAndPaddedBatchesToo() {
        BatchNorm2d lazy = BatchNorm2d.lazy();
        Tensor x = filled(SHAPE, 1);
        new GhostBatchNorm(lazy, 1).train(Forward.of(x, x), new GhostStatistics(5));
        assertEquals(2, lazy.population().orElseThrow().batches());
        BatchNorm2d other = BatchNorm2d.lazy();
        new PaddedBatchNorm(other)
                .train(Forward.of(x, x), ValidPositions.lengths(x.shape(), 3, 2), new BatchStatistics(5));
        assertEquals(5, other.channels());
    }
}
