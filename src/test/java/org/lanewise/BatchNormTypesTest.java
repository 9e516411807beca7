package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Tag;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.ElementType;
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
 * Element types. A tensor of 16-bit elements gives to the bit what float32 does for the same values and statistics,
 * rounded at the end; where its sums are not taken in {@link Blocks} the statistics are float32's to the bit too, else
 * near them. float64 is held to the textbook, and to float32's statistics.
 */
class BatchNormTypesTest {
    /** What a chain of 32 floats loses. */
    private static final double SUMMED = 34 * 0x1p-24;

    private static Tensor tensor(Arena arena, Case given, ElementType type, Data data, long seed) {
        return data.fill(Tensor.allocate(arena, given.shape(), given.layout(), type), seed);
    }

    private static Tensor converted(Arena arena, Tensor tensor, ElementType type) {
        return Tensor.allocate(arena, tensor.shape(), tensor.layout(), type).copyFrom(tensor.toDoubleArray());
    }

    @Tag("every-width")
    @SeededProperty
    @Domain(DomainContext.Global.class)
    @Domain(Cases.class)
    void halvesAreFloat32sRounded(@ForAll Case given, @ForAll boolean brain) {
        Assume.that(given.canTrain() && !(brain && isInBlocks(given)));
        ElementType type = brain ? ElementType.BFLOAT16 : ElementType.FLOAT16;
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = tensor(arena, given, type, given.data(), given.seed());
            Tensor dy = tensor(arena, given, type, Data.ORDINARY, given.seed() + 1);
            Tensor out = Tensor.allocate(arena, given.shape(), given.layout(), type);
            Tensor x32 = converted(arena, x, ElementType.FLOAT32);
            Tensor dy32 = converted(arena, dy, ElementType.FLOAT32);
            Tensor out32 = Tensor.allocate(arena, given.shape(), given.layout());
            BatchNorm layer = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
            BatchNorm layer32 = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
            BatchStatistics statistics = new BatchStatistics(layer.channels());
            BatchStatistics statistics32 = new BatchStatistics(layer.channels());
            Gradients gradients = new Gradients(layer.channels());
            Gradients gradients32 = new Gradients(layer.channels());

            layer.train(x, out, statistics);
            layer32.train(x32, out32, statistics32);
            Bits.assertSame("y", converted(arena, out32, type), out);
            assertEquals(statistics32.toString(), statistics.toString());

            layer.backward(x, dy, out, statistics, gradients);
            layer32.backward(x32, dy32, out32, statistics32, gradients32);
            Bits.assertSame("dx", converted(arena, out32, type), out);
            Bits.assertSame("dgamma", gradients32.dgamma(), gradients.dgamma());
            Bits.assertSame("dbeta", gradients32.dbeta(), gradients.dbeta());

            layer.freeze().apply(x, out);
            layer32.infer(Forward.of(x32, out32), statistics32);
            Bits.assertSame("inferred y", converted(arena, out32, type), out);
            layer.infer(Forward.of(x, out), statistics);
            Bits.assertSame("the layer's inferred y", converted(arena, out32, type), out);
            layer.backward(Backward.of(x, dy, dy), statistics);
            layer32.backward(Backward.of(x32, dy32, out32), statistics32);
            Bits.assertSame("frozen dx in place", converted(arena, out32, type), dy);
            layer.infer(x, x);
            Bits.assertSame("inferred y in place", out, x);
        }
    }

    @Tag("every-width")
    @SeededProperty
    @Domain(Cases.class)
    void bfloat16sInBlocksAreFloat32sWithTheirOwnStatistics(@ForAll Case given) {
        Assume.that(given.canTrain() && isInBlocks(given));
        ElementType type = ElementType.BFLOAT16;
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = tensor(arena, given, type, given.data(), given.seed());
            Tensor dy = tensor(arena, given, type, Data.ORDINARY, given.seed() + 1);
            Tensor out = Tensor.allocate(arena, given.shape(), given.layout(), type);
            Tensor x32 = converted(arena, x, ElementType.FLOAT32);
            Tensor out32 = Tensor.allocate(arena, given.shape(), given.layout());
            BatchNormOptions lastBatch = BatchNormOptions.defaults()
                    .population(PopulationEstimate.momentum(1).biased());
            BatchNorm layer = Layers.random(given.shape(), lastBatch, given.seed());
            BatchStatistics statistics = new BatchStatistics(layer.channels());
            BatchStatistics statistics32 = new BatchStatistics(layer.channels());
            layer.train(x, out, statistics);
            if (given.data() != Data.SPECIAL) {
                layer.infer(x32, out32);
                Bits.assertSame("y", converted(arena, out32, type), out);
            }
            layer.train(x32, out32, statistics32);
            for (int c = 0; c < layer.channels(); c++) {
                assertNear(statistics32, statistics, c);
            }
            Gradients gradients = new Gradients(layer.channels());
            Gradients gradients32 = new Gradients(layer.channels());
            layer.backward(x, dy, out, statistics, gradients);
            layer.backward(x32, converted(arena, dy, ElementType.FLOAT32), out32, statistics32, gradients32);
            double abs = Batch.of(dy).perChannel() * 4;
            for (int c = 0; c < layer.channels(); c++) {
                assertEquals(gradients32.dbeta()[c], gradients.dbeta()[c], SUMMED * abs, "dbeta " + c);
                if (Float.isFinite(gradients32.dgamma()[c])) {
                    // |xhat| is sqrt(n) at most.
                    double most = abs * Math.sqrt(Batch.of(dy).perChannel());
                    assertEquals(gradients32.dgamma()[c], gradients.dgamma()[c], 100 * SUMMED * most, "dgamma " + c);
                }
            }
        }
    }

    /** By the bounds of {@link Blocks}, of rows where there is a choice. */
    private static void assertNear(BatchStatistics expected, BatchStatistics actual, int c) {
        double variance = expected.variance(c);
        if (!Double.isFinite(variance)) {
            assertEquals(variance, actual.variance(c), "variance " + c);
            assertEquals(expected.mean(c), actual.mean(c), "mean " + c);
            return;
        }
        assertEquals(variance, actual.variance(c), 3 * 129 * SUMMED * variance + Float.MIN_VALUE, "variance " + c);
        assertEquals(
                expected.mean(c),
                actual.mean(c),
                SUMMED * Math.sqrt(129 * variance) + Math.ulp(expected.mean(c)),
                "mean " + c);
    }

    private static boolean isInBlocks(Case given) {
        return Blocks.areIn(Grid.forReduction(given.shape(), given.layout()), 0);
    }

    @SeededProperty
    @Domain(Cases.class)
    void float64HasFloat32sStatisticsAndTheTextbooksResults(@ForAll Case given) {
        Assume.that(given.canTrain() && given.data() != Data.SPECIAL);
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = tensor(arena, given, ElementType.FLOAT64, given.data(), given.seed());
            Tensor dy = tensor(arena, given, ElementType.FLOAT64, Data.ORDINARY, given.seed() + 1);
            Tensor y = Tensor.allocate(arena, given.shape(), given.layout(), ElementType.FLOAT64);
            BatchNorm layer = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
            BatchStatistics statistics = new BatchStatistics(layer.channels());
            layer.train(x, y, statistics);
            BatchStatistics statistics32 = new BatchStatistics(layer.channels());
            layer.train(
                    converted(arena, x, ElementType.FLOAT32), Layers.heap(given.shape(), given.layout()), statistics32);
            assertEquals(statistics32.toString(), statistics.toString());

            double[] mean = new double[layer.channels()];
            double[] variance = new double[layer.channels()];
            for (int c = 0; c < mean.length; c++) {
                mean[c] = statistics.mean(c);
                variance[c] = statistics.variance(c);
            }
            Batch input = Batch.of(x);
            assertClose(Textbook.forward(input, mean, variance, Layers.EPS, layer.gamma(), layer.beta()), y, input);

            Gradients gradients = new Gradients(layer.channels());
            layer.backward(x, dy, y, statistics, gradients);
            Textbook.Gradient expected =
                    Textbook.backward(input, Batch.of(dy), mean, variance, Layers.EPS, layer.gamma(), false);
            double[] slack = new double[mean.length];
            for (int c = 0; c < mean.length; c++) {
                double a = Math.abs(layer.gamma()[c]) / Math.sqrt(variance[c] + Layers.EPS);
                assertEquals(expected.dbeta()[c], gradients.dbeta()[c], 1e-7 * Math.abs(expected.dbeta()[c]) + 1e-6);
                slack[c] = a * input.perChannel();
            }
            double[] dx = Batch.of(y).elements();
            for (int i = 0; i < dx.length; i++) {
                double xhat = Math.abs((input.elements()[i] - statistics.mean(input.channel(i)))
                        * statistics.invStd(input.channel(i)));
                assertEquals(expected.dx()[i], dx[i], 1e-14 * slack[input.channel(i)] * (10 + xhat), "dx[" + i + "]");
            }
        }
    }

    private static void assertClose(double[] expected, Tensor actual, Batch x) {
        double[] elements = Batch.of(actual).elements();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(
                    expected[i],
                    elements[i],
                    1e-12 * (1 + Math.abs(expected[i])),
                    "y[" + i + "], channel " + x.channel(i));
        }
    }

    /** Each bit pattern of a 16-bit type comes through unchanged where the coefficients are those of the identity. */
    @Tag("every-width")
    @Example
    void everyPatternIsReadAndWrittenExactly() {
        int patterns = 1 << 16;
        for (ElementType type : new ElementType[] {ElementType.BFLOAT16, ElementType.FLOAT16}) {
            for (Shape shape : new Shape[] {Shape.of(1, 1, patterns), Shape.of(patterns / 16, 16)}) {
                short[] bits = new short[patterns];
                for (int i = 0; i < patterns; i++) {
                    bits[i] = (short) i;
                }
                int channels = shape.channels();
                try (Arena arena = Arena.ofConfined()) {
                    Tensor dy = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type);
                    dy.segment().copyFrom(MemorySegment.ofArray(bits));
                    Tensor dx = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type);
                    // Through frozen statistics of variance 1 - eps, dx = dy.
                    BatchNorm1d layer = new BatchNorm1d(
                            channels, BatchNormOptions.defaults().eps(0x1p-20));
                    double[] variance = new double[channels];
                    Arrays.fill(variance, 1 - 0x1p-20);
                    layer.population().orElseThrow().load(new double[channels], variance, 1);
                    BatchStatistics statistics = new BatchStatistics(channels);
                    layer.infer(Forward.of(dy, dx), statistics);
                    layer.backward(Backward.of(dy, dy, dx), statistics);
                    Bits.assertSame(type + " " + shape, dy, dx);
                }
            }
        }
    }

    @Example
    void threadsChangeNoBit() {
        Shape shape = Shape.of(8, 40, 30, 30);
        try (ForkJoinPool pool = new ForkJoinPool(3);
                Arena arena = Arena.ofShared()) {
            for (ElementType type : ElementType.values()) {
                for (Layout layout : Layout.values()) {
                    Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout, type), 1);
                    Tensor alone = Tensor.allocate(arena, shape, layout, type);
                    Tensor helped = Tensor.allocate(arena, shape, layout, type);
                    BatchStatistics statistics = new BatchStatistics(40);
                    BatchNorm2d serial = new BatchNorm2d(40);
                    BatchNorm2d parallel =
                            new BatchNorm2d(40, BatchNormOptions.defaults().pool(pool));
                    serial.train(x, alone, statistics);
                    parallel.train(x, helped);
                    Bits.assertSame("y " + type + " " + layout, alone, helped);
                    serial.backward(Backward.of(x, alone, alone), statistics);
                    parallel.backward(Backward.of(x, helped, helped), statistics);
                    Bits.assertSame("dx " + type + " " + layout, alone, helped);
                }
            }
        }
    }

    @Example
    void typesOfACallAreTheSame() {
        Shape shape = Shape.of(4, 3);
        BatchNorm1d layer = new BatchNorm1d(3);
        Tensor x = Layers.heap(shape, Layout.CHANNELS_FIRST);
        try (Arena arena = Arena.ofConfined()) {
            Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, ElementType.BFLOAT16);
            assertEquals(
                    "y: type BFLOAT16, must be FLOAT32 as that of x",
                    assertThrows(IllegalArgumentException.class, () -> layer.train(x, y))
                            .getMessage());
        }
    }

    @Example
    void whatOverflowsInFloat64IsNoNumber() {
        Shape shape = Shape.of(3, 1);
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, ElementType.FLOAT64)
                    .copyFrom(0, 1e160, -1e160);
            new BatchNorm1d(1).train(x, x);
            assertTrue(Double.isNaN(x.get(1, 0)));
        }
    }

    /** A NaN with digits where bfloat16 has none must not be rounded away. */
    @Tag("every-width")
    @Example
    void aNaNOfAnyPayloadStaysOne() {
        Shape shape = Shape.of(2, 1, 64);
        for (ElementType type : ElementType.values()) {
            try (Arena arena = Arena.ofConfined()) {
                Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type), 1);
                BatchNorm1d layer = new BatchNorm1d(1);
                layer.train(x, Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type));
                layer.gamma()[0] = Float.intBitsToFloat(0x7fffffff);
                layer.infer(x, x);
                for (double y : x.toDoubleArray()) {
                    assertTrue(Double.isNaN(y), type + " " + y);
                }
            }
        }
    }

    @Example
    void backwardIsOfTheForwardPassesType() {
        Shape shape = Shape.of(4, 3);
        BatchNorm1d layer = new BatchNorm1d(3);
        BatchStatistics statistics = new BatchStatistics(3);
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, ElementType.FLOAT64), 1);
            layer.train(x, x, statistics);
            Tensor other = Layers.heap(shape, Layout.CHANNELS_FIRST);
            assertEquals(
                    "x: 4x3 CHANNELS_FIRST, must be 4x3 CHANNELS_FIRST FLOAT64 as in the forward pass that filled "
                            + "the statistics",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> layer.backward(Backward.of(other, other, other), statistics))
                            .getMessage());
        }
    }

    /** float32 after statistics of float64 that no float holds. */
    @Example
    void aMeanAboveTheLargestFloat() {
        Shape shape = Shape.of(2, 1);
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, ElementType.FLOAT64)
                    .copyFrom(0, 2e39);
            BatchNorm1d layer =
                    new BatchNorm1d(1, BatchNormOptions.defaults().population(PopulationEstimate.momentum(1)));
            layer.train(x, x);
            Tensor zero = Layers.heap(shape, Layout.CHANNELS_FIRST);
            layer.infer(zero, zero);
            assertEquals(-1 / Math.sqrt(2), zero.get(0, 0), 1e-6);
        }
    }
}
