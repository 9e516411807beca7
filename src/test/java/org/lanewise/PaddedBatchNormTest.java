package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.function.Executable;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;
import org.lanewise.testing.Bits;
import org.lanewise.testing.Cases;
import org.lanewise.testing.Cases.Case;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;
import org.lanewise.testing.SeededProperty;

/** Padding is as if it were not there. */
class PaddedBatchNormTest {
    private final BatchNormOptions options = BatchNormOptions.defaults().activation(Activation.leakyRelu(0.25));

    /** A batch, its valid elements put together one by one, and the way back. */
    private record Padded(Case given, ElementType type, boolean[] mask, Arena arena) {
        Tensor empty() {
            return Tensor.allocate(arena, given.shape(), given.layout(), type);
        }

        Tensor filled(Data data, long seed) {
            return data.fill(empty(), seed);
        }

        /** Element e of a tensor is of position n·S + s ... */
        private int position(int e) {
            int channels = given.shape().channels();
            int spatial = Math.toIntExact(given.shape().spatial());
            return given.layout() == Layout.CHANNELS_FIRST
                    ? e / (channels * spatial) * spatial + e % spatial
                    : e / channels;
        }

        /** ... and of this channel. */
        private int channel(int e) {
            int channels = given.shape().channels();
            int spatial = Math.toIntExact(given.shape().spatial());
            return given.layout() == Layout.CHANNELS_FIRST ? e / spatial % channels : e % channels;
        }

        int count() {
            int count = 0;
            for (boolean valid : mask) {
                count += valid ? 1 : 0;
            }
            return count;
        }

        Tensor dense(Tensor padded) {
            Shape shape = given.shape();
            long[] sizes = new long[shape.rank()];
            Arrays.fill(sizes, 1);
            sizes[1] = shape.channels();
            sizes[shape.rank() == 2 ? 0 : 2] = count();
            Tensor dense = Tensor.allocate(arena, Shape.of(sizes), given.layout(), type);
            double[] from = padded.toDoubleArray();
            double[] to = new double[shape.channels() * count()];
            for (int e = 0; e < from.length; e++) {
                if (mask[position(e)]) {
                    to[place(e)] = from[e];
                }
            }
            return dense.copyFrom(to);
        }

        private int place(int e) {
            int before = 0;
            for (int p = 0; p < position(e); p++) {
                before += mask[p] ? 1 : 0;
            }
            boolean planes =
                    given.layout() == Layout.CHANNELS_FIRST && given.shape().rank() > 2;
            return planes
                    ? channel(e) * count() + before
                    : before * given.shape().channels() + channel(e);
        }

        void assertSame(String what, Tensor dense, Tensor before, Tensor actual) {
            double[] valid = dense.toDoubleArray();
            double[] expected = before.toDoubleArray();
            for (int e = 0; e < expected.length; e++) {
                if (mask[position(e)]) {
                    expected[e] = valid[place(e)];
                }
            }
            Bits.assertSame(what, expected, actual.toDoubleArray(), expected.length);
        }
    }

    private static boolean[] mask(Shape shape, long seed) {
        boolean[] mask = new boolean[Math.toIntExact(shape.elementsPerChannel())];
        Random random = new Random(seed);
        boolean valid = true;
        for (int p = 0; p < mask.length; p++) {
            valid = random.nextInt(4) == 0 ? random.nextBoolean() : valid;
            mask[p] = valid;
        }
        return mask;
    }

    @SeededProperty
    @Domain(DomainContext.Global.class)
    @Domain(Cases.class)
    void asTheLayerOnTheValidElements(@ForAll Case given, @ForAll ElementType type, @ForAll boolean adds) {
        // The test looks for each element's place from the beginning.
        Assume.that(given.shape().elements() * given.shape().elementsPerChannel() < 4_000_000);
        try (Arena arena = Arena.ofConfined()) {
            Padded padded = new Padded(given, type, mask(given.shape(), given.seed()), arena);
            Assume.that(padded.count() >= 2);
            ValidPositions valid = ValidPositions.mask(given.shape(), padded.mask());
            assertEquals(padded.count(), valid.count());
            BatchNorm layer = Layers.random(given.shape(), options, given.seed());
            BatchNorm expected = Layers.random(given.shape(), options, given.seed());
            PaddedBatchNorm norm = new PaddedBatchNorm(layer);
            BatchStatistics statistics = new BatchStatistics(layer.channels());
            BatchStatistics expectedStatistics = new BatchStatistics(layer.channels());
            Gradients gradients = new Gradients(layer.channels());
            Gradients expectedGradients = new Gradients(layer.channels());
            Tensor x = padded.filled(given.data(), given.seed());
            Tensor r = padded.filled(Data.ORDINARY, given.seed() + 1);
            Tensor dy = padded.filled(Data.ORDINARY, given.seed() + 2);
            Tensor before = padded.filled(Data.SPECIAL, given.seed() + 3);
            Tensor y = padded.filled(Data.SPECIAL, given.seed() + 3);
            Tensor dx = padded.filled(Data.SPECIAL, given.seed() + 3);
            Tensor dr = padded.filled(Data.SPECIAL, given.seed() + 3);
            Tensor denseX = padded.dense(x);
            Tensor denseR = padded.dense(r);
            Tensor denseDy = padded.dense(dy);
            Tensor out = padded.dense(x);
            Tensor denseDx = padded.dense(x);
            Tensor denseDr = padded.dense(x);
            if (adds) {
                norm.train(Forward.of(x, y).residual(r), valid, statistics);
                expected.train(Forward.of(denseX, out).residual(denseR), expectedStatistics);
                norm.backward(Backward.of(x, dy, dx).residual(dr), valid, statistics, gradients);
                expected.backward(
                        Backward.of(denseX, denseDy, denseDx).residual(denseDr), expectedStatistics, expectedGradients);
                padded.assertSame("dresidual", denseDr, before, dr);
            } else {
                norm.train(Forward.of(x, y), valid, statistics);
                expected.train(denseX, out, expectedStatistics);
                norm.backward(Backward.of(x, dy, dx), valid, statistics, gradients);
                expected.backward(denseX, denseDy, denseDx, expectedStatistics, expectedGradients);
            }
            padded.assertSame("y", out, before, y);
            padded.assertSame("dx", denseDx, before, dx);
            assertEquals(expectedStatistics.toString(), statistics.toString());
            Bits.assertSame("dgamma", expectedGradients.dgamma(), gradients.dgamma());
            Bits.assertSame("dbeta", expectedGradients.dbeta(), gradients.dbeta());

            Tensor inPlace = padded.filled(given.data(), given.seed());
            if (adds) {
                norm.infer(Forward.of(inPlace, inPlace).residual(r), valid, statistics);
                expected.infer(Forward.of(denseX, out).residual(denseR));
            } else {
                norm.infer(Forward.of(inPlace, inPlace), valid, statistics);
                expected.infer(denseX, out);
            }
            padded.assertSame("inferred y in place", out, x, inPlace);
        }
    }

    @Example
    void lengthsAreAMaskAlongTheFirstSpatialAxis() {
        Shape shape = Shape.of(3, 2, 4, 5);
        boolean[] mask = new boolean[60];
        Arrays.fill(mask, 0, 20, true);
        Arrays.fill(mask, 40, 45, true);
        ValidPositions fromMask = ValidPositions.mask(shape, mask);
        ValidPositions lengths = ValidPositions.lengths(shape, 4, 0, 1);
        assertEquals("ValidPositions[25 of 60]", lengths.toString());
        assertEquals(fromMask.runs(), lengths.runs());
        for (int r = 0; r < lengths.runs(); r++) {
            assertEquals(fromMask.first(r), lengths.first(r));
            assertEquals(fromMask.length(r), lengths.length(r));
            assertEquals(fromMask.before(r), lengths.before(r));
        }
        // A run ends with its sample, though the next one begins with valid positions too.
        Arrays.fill(mask, true);
        assertEquals(3, ValidPositions.mask(shape, mask).runs());
    }

    @Example
    void threadsChangeNoBit() {
        Shape shape = Shape.of(16, 48, 700);
        int[] lengths = new int[16];
        for (int n = 0; n < lengths.length; n++) {
            lengths[n] = 40 * n + 7;
        }
        ValidPositions valid = ValidPositions.lengths(shape, lengths);
        try (ForkJoinPool pool = new ForkJoinPool(3);
                Arena arena = Arena.ofShared()) {
            for (Layout layout : Layout.values()) {
                Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout), 1);
                Tensor alone = Tensor.allocate(arena, shape, layout);
                Tensor helped = Tensor.allocate(arena, shape, layout);
                BatchStatistics statistics = new BatchStatistics(48);
                PaddedBatchNorm serial = new PaddedBatchNorm(new BatchNorm1d(48));
                serial.train(Forward.of(x, alone), valid, statistics);
                serial.backward(Backward.of(x, alone, alone), valid, statistics, new Gradients(48));
                PaddedBatchNorm parallel = new PaddedBatchNorm(
                        new BatchNorm1d(48, BatchNormOptions.defaults().pool(pool)));
                parallel.train(Forward.of(x, helped), valid, statistics);
                parallel.backward(Backward.of(x, helped, helped), valid, statistics, new Gradients(48));
                Bits.assertSame("dx " + layout, alone, helped);
            }
        }
    }

    @Example
    void errorsNameTheArgument() {
        Shape shape = Shape.of(2, 3, 5);
        BatchNorm1d layer = new BatchNorm1d(3);
        PaddedBatchNorm norm = new PaddedBatchNorm(layer);
        BatchStatistics statistics = new BatchStatistics(3);
        Tensor x = Data.ORDINARY.fill(Layers.heap(shape, Layout.CHANNELS_FIRST), 1);
        float[] before = x.toArray();
        assertRefused(
                "valid: 1 positions, must be at least 2 to train",
                () -> norm.train(Forward.of(x, x), ValidPositions.lengths(shape, 1, 0), statistics));
        assertRefused(
                "valid: made for 3 samples of 5 positions, must be for 2 of 5 as x has",
                () -> norm.train(Forward.of(x, x), ValidPositions.lengths(Shape.of(3, 3, 5), 1, 2, 3), statistics));
        assertRefused("lengths: 1 values, must be 2, one per sample", () -> ValidPositions.lengths(shape, 1));
        assertRefused("lengths[1]: 6, must be 0 to 5", () -> ValidPositions.lengths(shape, 1, 6));
        assertRefused("lengths[0]: -1, must be 0 to 5", () -> ValidPositions.lengths(shape, -1, 6));
        assertRefused("shape: 4x3, must have a spatial axis", () -> ValidPositions.lengths(Shape.of(4, 3), 1, 1, 1, 1));
        assertRefused(
                "mask: 2 values, must be 10, one per sample and position of 2x3x5",
                () -> ValidPositions.mask(shape, true, false));
        assertEquals(0, layer.population().orElseThrow().batches());
        Bits.assertSame("x", before, x.toArray());

        ValidPositions two = ValidPositions.lengths(shape, 1, 1);
        norm.train(Forward.of(x, x), two, statistics);
        // As many positions, but others.
        assertRefused(
                "valid: other positions, must be those of the forward pass that filled the statistics, "
                        + "ValidPositions[2 of 10]",
                () -> norm.backward(
                        Backward.of(x, x, x), ValidPositions.lengths(shape, 2, 0), statistics, new Gradients(3)));
        norm.backward(Backward.of(x, x, x), ValidPositions.lengths(shape, 1, 1), statistics, new Gradients(3));
        layer.train(x, x, statistics);
        assertRefused(
                "statistics: empty, must have been filled by a forward pass with padding",
                () -> norm.backward(Backward.of(x, x, x), two, statistics, new Gradients(3)));
        // Inference takes any number, none too.
        before = x.toArray();
        norm.infer(Forward.of(x, x), ValidPositions.lengths(shape, 0, 0), statistics);
        Bits.assertSame("x", before, x.toArray());
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
