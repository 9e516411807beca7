package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.function.Executable;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Bits;
import org.lanewise.testing.Cases;
import org.lanewise.testing.Cases.Case;
import org.lanewise.testing.Data;
import org.lanewise.testing.Guarded;
import org.lanewise.testing.Layers;
import org.lanewise.testing.SeededProperty;

/** In one pass the same bits as in three: normalize, add, activate; and back. */
class ActivationTest {
    @Provide
    Arbitrary<Activation> activations() {
        return Arbitraries.of(
                Activation.none(),
                Activation.relu(),
                Activation.leakyRelu(0.01),
                Activation.leakyRelu(0.5),
                // 0 and 1 in float, but not in double.
                Activation.leakyRelu(1e-50),
                Activation.leakyRelu(1 - 1e-12));
    }

    /** What a test compares: one layer that does all at once, one that only normalizes, and their tensors. */
    private static final class Pair {
        final Arena arena;
        final Case given;
        final ElementType type;
        final Activation activation;
        final BatchNorm fused;
        final BatchNorm plain;
        final BatchStatistics fusedStatistics;
        final BatchStatistics plainStatistics;
        final Tensor x;
        final Tensor residual;

        Pair(Arena arena, Case given, ElementType type, Activation activation, BatchNormOptions options) {
            this.arena = arena;
            this.given = given;
            this.type = type;
            this.activation = activation;
            fused = Layers.random(given.shape(), options.activation(activation), given.seed());
            plain = Layers.random(given.shape(), options, given.seed());
            fusedStatistics = new BatchStatistics(fused.channels());
            plainStatistics = new BatchStatistics(fused.channels());
            x = filled(given.data(), 0);
            residual = filled(Data.SPECIAL, 2);
        }

        Tensor filled(Data data, int seed) {
            return data.fill(empty(), given.seed() + seed);
        }

        Tensor empty() {
            return Guarded.of(arena, given.shape(), type, given.misalignment()).tensor(given.shape(), given.layout());
        }

        Tensor copy(Tensor tensor) {
            Tensor copy = empty();
            copy.segment().copyFrom(tensor.segment());
            return copy;
        }

        /** Normalized by the plain layer, then added and activated one by one; in the type that is computed in. */
        Tensor inSteps(boolean trains, boolean adds) {
            Tensor in = type == ElementType.FLOAT64 ? x : converted(x, ElementType.FLOAT32);
            Tensor out = Tensor.allocate(arena, given.shape(), given.layout(), in.type());
            if (trains && type == ElementType.BFLOAT16) {
                // Its statistics are its own, so float32's kernel takes them for the population's.
                plain.train(x, empty(), plainStatistics);
                BatchNormOptions lastBatch = BatchNormOptions.defaults()
                        .population(PopulationEstimate.momentum(1).biased());
                BatchNorm layer = Layers.random(given.shape(), lastBatch, given.seed());
                layer.train(x, empty());
                layer.infer(in, out);
            } else if (trains) {
                plain.train(in, out, plainStatistics);
            } else {
                plain.infer(Forward.of(in, out), plainStatistics);
            }
            double[] z = out.toDoubleArray();
            double[] r = residual.toDoubleArray();
            for (int i = 0; i < z.length; i++) {
                if (adds) {
                    z[i] = rounded(z[i] + r[i]);
                }
                z[i] = z[i] <= 0 ? below(z[i]) : z[i];
            }
            return converted(out.copyFrom(z), type);
        }

        double below(double value) {
            double slope = rounded(activation.negativeSlope());
            return slope == 0 ? 0 : rounded(slope * value);
        }

        double rounded(double value) {
            return type == ElementType.FLOAT64 ? value : (float) value;
        }

        Tensor converted(Tensor tensor, ElementType to) {
            return Tensor.allocate(arena, given.shape(), given.layout(), to).copyFrom(tensor.toDoubleArray());
        }
    }

    @Tag("every-width")
    @SeededProperty
    @Domain(DomainContext.Global.class)
    @Domain(Cases.class)
    void forwardIsNormalizedAddedAndActivated(
            @ForAll Case given, @ForAll("activations") Activation activation, @ForAll ElementType type) {
        Assume.that(given.canTrain());
        try (Arena arena = Arena.ofConfined()) {
            Pair pair = new Pair(arena, given, type, activation, BatchNormOptions.defaults());
            Tensor y = pair.empty();
            pair.fused.train(pair.x, y, pair.fusedStatistics);
            Bits.assertSame("y", pair.inSteps(true, false), y);
            assertEquals(pair.plainStatistics.toString(), pair.fusedStatistics.toString());
            pair.fused.train(Forward.of(pair.x, y).residual(pair.residual), pair.fusedStatistics);
            Tensor trained = pair.inSteps(true, true);
            Bits.assertSame("y of a sum", trained, y);

            Tensor inferred = pair.inSteps(false, false);
            pair.fused.infer(pair.x, y);
            Bits.assertSame("inferred y", inferred, y);
            pair.fused.freeze().apply(pair.x, y);
            Bits.assertSame("applied y", inferred, y);
            Tensor sum = pair.inSteps(false, true);
            pair.fused.freeze().apply(Forward.of(pair.x, y).residual(pair.residual));
            Bits.assertSame("applied y of a sum", sum, y);
            Tensor inPlaceOfResidual = pair.copy(pair.residual);
            pair.fused.infer(Forward.of(pair.x, inPlaceOfResidual).residual(inPlaceOfResidual));
            Bits.assertSame("inferred y of a sum, in place of the residual", sum, inPlaceOfResidual);
            Tensor inPlace = pair.copy(pair.x);
            pair.fused.infer(Forward.of(inPlace, inPlace).residual(pair.residual), pair.fusedStatistics);
            Bits.assertSame("inferred y of a sum, in place", sum, inPlace);

            // Last, as the other layer's population does not see these.
            pair.fused.train(Forward.of(pair.x, y).residual(pair.residual));
            Bits.assertSame("y of a sum, without a mask", trained, y);
            Tensor inPlaceOfAdded = pair.copy(pair.residual);
            pair.fused.train(Forward.of(pair.x, inPlaceOfAdded).residual(inPlaceOfAdded));
            Bits.assertSame("y of a sum, without a mask, in place of the residual", trained, inPlaceOfAdded);
        }
    }

    @Tag("every-width")
    @SeededProperty
    @Domain(DomainContext.Global.class)
    @Domain(Cases.class)
    void backwardIsTheActivationsThenThePlainOne(
            @ForAll Case given,
            @ForAll("activations") Activation activation,
            @ForAll ElementType type,
            @ForAll boolean frozen) {
        Assume.that(given.canTrain());
        try (Arena arena = Arena.ofConfined()) {
            Pair pair = new Pair(arena, given, type, activation, BatchNormOptions.defaults());
            Tensor y = pair.empty();
            Tensor plainY = pair.empty();
            pair.fused.train(Forward.of(pair.x, y).residual(pair.residual), pair.fusedStatistics);
            pair.plain.train(pair.x, plainY, pair.plainStatistics);
            if (frozen) {
                pair.fused.infer(Forward.of(pair.x, y).residual(pair.residual), pair.fusedStatistics);
                pair.plain.infer(Forward.of(pair.x, plainY), pair.plainStatistics);
            }
            Tensor dy = pair.filled(Data.SPECIAL, 1);
            Tensor expected = pair.converted(dy, type);
            double[] above = y.toDoubleArray();
            double[] values = dy.toDoubleArray();
            for (int i = 0; i < values.length; i++) {
                // What was above 0, but too small for the type, is 0 in y: see below.
                values[i] = above[i] <= 0 ? pair.below(values[i]) : values[i];
            }
            expected.copyFrom(values);
            Assume.that(type != ElementType.FLOAT16 || given.data() != Data.TINY);

            Gradients gradients = new Gradients(pair.fused.channels());
            Gradients plainGradients = new Gradients(pair.fused.channels());
            Tensor dx = pair.empty();
            Tensor dresidual = pair.empty();
            Tensor plainDx = pair.empty();
            pair.fused.backward(Backward.of(pair.x, dy, dx).residual(dresidual), pair.fusedStatistics, gradients);
            pair.plain.backward(pair.x, expected, plainDx, pair.plainStatistics, plainGradients);
            Bits.assertSame("dresidual", expected, dresidual);
            Bits.assertSame("dx", plainDx, dx);
            Bits.assertSame("dgamma", plainGradients.dgamma(), gradients.dgamma());
            Bits.assertSame("dbeta", plainGradients.dbeta(), gradients.dbeta());

            Tensor before = pair.copy(dy);
            Tensor again = pair.empty();
            pair.fused.backward(pair.x, dy, again, pair.fusedStatistics, gradients);
            Bits.assertSame("dx alone", plainDx, again);
            Bits.assertSame("dgamma again", plainGradients.dgamma(), gradients.dgamma());
            Bits.assertSame("dy stays", before, dy);
            Tensor inPlaceOfX = pair.copy(pair.x);
            pair.fused.backward(inPlaceOfX, dy, inPlaceOfX, pair.fusedStatistics, gradients);
            Bits.assertSame("dx in place of x", plainDx, inPlaceOfX);
            Bits.assertSame("dgamma in place", plainGradients.dgamma(), gradients.dgamma());
            Tensor inPlaceOfDy = pair.copy(dy);
            pair.fused.backward(Backward.of(pair.x, inPlaceOfDy, inPlaceOfDy), pair.fusedStatistics);
            Bits.assertSame("dx in place of dy", plainDx, inPlaceOfDy);
            Tensor both = pair.copy(dy);
            pair.fused.backward(Backward.of(pair.x, both, dx).residual(both), pair.fusedStatistics, gradients);
            Bits.assertSame("dresidual in place of dy", expected, both);
            Bits.assertSame("dx with it", plainDx, dx);

            Tensor alone = pair.empty();
            Tensor dresidualAlone = pair.empty();
            pair.fused.backward(Backward.of(pair.x, dy, alone).residual(dresidualAlone), pair.fusedStatistics);
            Bits.assertSame("dresidual without gradients", expected, dresidualAlone);
            Bits.assertSame("dx without gradients", plainDx, alone);
            Tensor xAndDx = pair.copy(pair.x);
            Tensor dyAndDresidual = pair.copy(dy);
            Backward inPlace = Backward.of(xAndDx, dyAndDresidual, xAndDx).residual(dyAndDresidual);
            pair.fused.backward(inPlace, pair.fusedStatistics);
            Bits.assertSame("dresidual without gradients, in place of dy", expected, dyAndDresidual);
            Bits.assertSame("dx without gradients, in place of x", plainDx, xAndDx);
        }
    }

    /** Arrays are copied at the edge, there and back. */
    @SeededProperty
    @Domain(DomainContext.Global.class)
    @Domain(Cases.class)
    void heapTensorsToo(@ForAll Case given, @ForAll("activations") Activation activation, @ForAll boolean frozen) {
        Assume.that(given.canTrain());
        try (Arena arena = Arena.ofConfined()) {
            // The population is the last batch, so that both go through the same.
            BatchNormOptions options = BatchNormOptions.defaults().population(PopulationEstimate.momentum(1));
            Pair pair = new Pair(arena, given, ElementType.FLOAT32, activation, options);
            Tensor[] results = new Tensor[8];
            for (int k = 0; k < 2; k++) {
                boolean heap = k == 1;
                Tensor y = room(pair, heap);
                Tensor dx = room(pair, heap);
                Tensor dresidual = room(pair, heap);
                Tensor dxInPlace = copied(pair, pair.x, heap);
                Tensor x = copied(pair, pair.x, heap);
                Tensor dy = Data.ORDINARY.fill(room(pair, heap), given.seed() + 1);
                pair.fused.train(Forward.of(x, y).residual(copied(pair, pair.residual, heap)), pair.fusedStatistics);
                if (frozen) {
                    pair.fused.infer(
                            Forward.of(x, y).residual(copied(pair, pair.residual, heap)), pair.fusedStatistics);
                }
                Gradients gradients = new Gradients(pair.fused.channels());
                pair.fused.backward(Backward.of(x, dy, dx).residual(dresidual), pair.fusedStatistics, gradients);
                pair.fused.backward(Backward.of(dxInPlace, dy, dxInPlace), pair.fusedStatistics);
                Tensor both = copied(pair, dy, heap);
                Tensor dxAgain = room(pair, heap);
                pair.fused.backward(Backward.of(x, both, dxAgain).residual(both), pair.fusedStatistics, gradients);
                Bits.assertSame("dresidual in place of dy", dresidual, both);
                Bits.assertSame("dx with it", dx, dxAgain);
                Tensor dxForDy = copied(pair, dy, heap);
                pair.fused.backward(x, dxForDy, dxForDy, pair.fusedStatistics, gradients);
                Bits.assertSame("dx in place of dy", dx, dxForDy);
                Tensor sum = copied(pair, pair.residual, heap);
                pair.fused.train(Forward.of(x, sum).residual(sum), pair.fusedStatistics);
                if (!frozen) {
                    Bits.assertSame("y in place of the residual", y, sum);
                }
                results[4 * k] = y;
                results[4 * k + 1] = dx;
                results[4 * k + 2] = dresidual;
                results[4 * k + 3] = dxInPlace;
            }
            for (int i = 0; i < 4; i++) {
                Bits.assertSame("result " + i, results[i], results[4 + i]);
            }
        }
    }

    private static Tensor room(Pair pair, boolean heap) {
        return heap ? Layers.heap(pair.given.shape(), pair.given.layout()) : pair.empty();
    }

    private static Tensor copied(Pair pair, Tensor tensor, boolean heap) {
        return room(pair, heap).copyFrom(tensor.toArray());
    }

    @Example
    void threadsChangeNoBit() {
        Shape[] shapes = {Shape.of(8, 40, 30, 30), Shape.of(3, 130, 37, 21), Shape.of(700, 1100, 1, 1)};
        try (ForkJoinPool pool = new ForkJoinPool(3);
                Arena arena = Arena.ofShared()) {
            for (Shape shape : shapes) {
                for (Layout layout : Layout.values()) {
                    Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout), 1);
                    Tensor dy = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout), 2);
                    Tensor[] y = {Tensor.allocate(arena, shape, layout), Tensor.allocate(arena, shape, layout)};
                    Tensor[] dx = {Tensor.allocate(arena, shape, layout), Tensor.allocate(arena, shape, layout)};
                    for (int k = 0; k < 2; k++) {
                        BatchNormOptions options = BatchNormOptions.defaults().activation(Activation.relu());
                        BatchNorm layer = BatchNorm.of(shape, k == 0 ? options : options.pool(pool));
                        BatchStatistics statistics = new BatchStatistics(shape.channels());
                        layer.train(Forward.of(x, y[k]).residual(dy), statistics);
                        layer.backward(Backward.of(x, dy, dx[k]), statistics);
                    }
                    Bits.assertSame("y " + shape + " " + layout, y[0], y[1]);
                    Bits.assertSame("dx " + shape + " " + layout, dx[0], dx[1]);
                }
            }
        }
    }

    /** Smaller and larger batches in turn: bits of the one are none of the other's. */
    @Example
    void statisticsAreReusable() {
        BatchNorm1d layer = new BatchNorm1d(3, BatchNormOptions.defaults().activation(Activation.relu()));
        BatchStatistics reused = new BatchStatistics(3);
        for (int n : new int[] {100, 7, 300, 7}) {
            Shape shape = Shape.of(n, 3);
            Tensor x = Data.ORDINARY.fill(Layers.heap(shape, Layout.CHANNELS_FIRST), n);
            Tensor y = Layers.heap(shape, Layout.CHANNELS_FIRST);
            Tensor dx = Layers.heap(shape, Layout.CHANNELS_FIRST);
            BatchStatistics fresh = new BatchStatistics(3);
            layer.train(x, y, fresh);
            layer.backward(Backward.of(x, y, dx), fresh);
            layer.train(x, y, reused);
            Tensor again = Layers.heap(shape, Layout.CHANNELS_FIRST);
            layer.backward(Backward.of(x, y, again), reused);
            Bits.assertSame("dx of " + n, dx, again);
        }
    }

    /** In whole vectors and in what is left over. */
    @Tag("every-width")
    @Example
    void specialValues() {
        double[] values = {Double.NEGATIVE_INFINITY, -2, -0.0, 0, 3, Double.POSITIVE_INFINITY, Double.NaN};
        double[] z = new double[10 * values.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = values[i % values.length];
        }
        Shape shape = Shape.of(1, 1, z.length);
        BatchNormOptions options = BatchNormOptions.defaults().eps(0x1p-20);
        double[] variance = {1 - 0x1p-20};
        for (ElementType type : ElementType.values()) {
            try (Arena arena = Arena.ofConfined()) {
                Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type)
                        .copyFrom(z);
                FrozenBatchNorm.of(new double[1], variance, null, null, options.activation(Activation.relu()))
                        .apply(y, y);
                for (int i = 0; i < z.length; i++) {
                    double expected = z[i] <= 0 ? 0 : z[i];
                    assertEquals(expected, y.get(0, 0, i), type + ": relu of " + z[i]);
                }
                y.copyFrom(z);
                FrozenBatchNorm.of(new double[1], variance, null, null, options.activation(Activation.leakyRelu(0.5)))
                        .apply(y, y);
                for (int i = 0; i < z.length; i++) {
                    double expected = z[i] < 0 ? z[i] / 2 : z[i];
                    assertEquals(expected + 0.0, y.get(0, 0, i) + 0.0, type + ": leaky relu of " + z[i]);
                }
            }
        }
        assertEquals(Activation.relu(), Activation.leakyRelu(-0.0));
    }

    @Example
    void errorsNameTheArgument() {
        Shape shape = Shape.of(4, 3);
        BatchNorm1d layer = new BatchNorm1d(3, BatchNormOptions.defaults().activation(Activation.relu()));
        BatchStatistics statistics = new BatchStatistics(3);
        Gradients gradients = new Gradients(3);
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST), 1);
            Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
            Tensor other = Tensor.allocate(arena, Shape.of(4, 4), Layout.CHANNELS_FIRST);
            MemorySegment memory = arena.allocate(52);
            layer.train(Forward.of(x, y).residual(x), statistics);
            assertRefused(
                    "residual: shape 4x4, must be 4x3 as that of x",
                    () -> layer.train(Forward.of(x, y).residual(other), statistics));
            assertRefused(
                    "residual: shape 4x4, must be 4x3 as that of x",
                    () -> layer.infer(Forward.of(x, y).residual(other)));
            assertRefused(
                    "residual: shape 4x4, must be 4x3 as that of x",
                    () -> layer.freeze().apply(Forward.of(x, y).residual(other)));
            Tensor low = Tensor.of(memory.asSlice(0, 48), shape, Layout.CHANNELS_FIRST);
            Tensor high = Tensor.of(memory.asSlice(4, 48), shape, Layout.CHANNELS_FIRST);
            assertRefused(
                    "y: overlaps residual in part, must be the very same memory or apart from it",
                    () -> layer.train(Forward.of(x, high).residual(low), statistics));
            assertRefused(
                    "dresidual: overlaps x, must be apart from it",
                    () -> layer.backward(Backward.of(x, y, y).residual(x), statistics, gradients));
            assertRefused(
                    "dresidual: overlaps dx, must be apart from it",
                    () -> layer.backward(Backward.of(x, y, low).residual(low), statistics, gradients));
            assertRefused(
                    "dresidual: overlaps dy in part, must be the very same memory or apart from it",
                    () -> layer.backward(Backward.of(x, low, y).residual(high), statistics, gradients));
        }
        assertRefused("negativeSlope: -0.1, must be from 0 to 1", () -> Activation.leakyRelu(-0.1));
        assertRefused("negativeSlope: 1.5, must be from 0 to 1", () -> Activation.leakyRelu(1.5));
        assertRefused("negativeSlope: NaN, must be from 0 to 1", () -> Activation.leakyRelu(Double.NaN));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
