package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
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
import org.lanewise.testing.Layers;
import org.lanewise.testing.SeededProperty;

/** What a layer is in service: its bits, for any number of threads, whatever the layer does meanwhile. */
class FrozenBatchNormTest {
    private static final double[] MEAN = {1, -2};
    private static final double[] VARIANCE = {4, 0.25};

    @SeededProperty
    @Domain(Cases.class)
    void hasTheLayersBitsInPlaceAndNot(@ForAll Case given) {
        Assume.that(given.canTrain());
        BatchNorm layer =
                Layers.random(given.shape(), BatchNormOptions.defaults().eps(1e-3), given.seed());
        Tensor x = given.data().fill(Layers.heap(given.shape(), given.layout()), given.seed());
        Tensor inferred = Layers.heap(given.shape(), given.layout());
        Tensor y = Layers.heap(given.shape(), given.layout());
        layer.train(x, y);
        layer.infer(x, inferred);
        FrozenBatchNorm frozen = layer.freeze();
        // What the layer learns from here on is not its business.
        layer.train(x, y);
        Arrays.fill(layer.gamma(), 5);
        Arrays.fill(layer.beta(), 5);

        frozen.apply(x, y);
        Bits.assertSame("y", inferred.toArray(), y.toArray());
        frozen.apply(x, x);
        Bits.assertSame("y in place", inferred.toArray(), x.toArray());
    }

    @Example
    void takesAnyRankAndAnyNumberOfElements() {
        FrozenBatchNorm frozen =
                FrozenBatchNorm.of(MEAN, VARIANCE, null, new float[] {0, 7}, BatchNormOptions.defaults());
        for (Shape shape : new Shape[] {
            Shape.of(3, 2), Shape.of(1, 2, 5), Shape.of(1, 2, 1, 1), Shape.of(0, 2, 4, 4), Shape.of(1, 2, 2, 3, 4)
        }) {
            for (Layout layout : Layout.values()) {
                Tensor x = Layers.heap(shape, layout);
                frozen.apply(x, x);
                if (shape.samples() > 0) {
                    long[] at = new long[shape.rank()];
                    assertEquals(-1 / Math.sqrt(4 + 1e-5), x.get(at), 1e-7);
                    at[1] = 1;
                    assertEquals(7 + 2 / Math.sqrt(0.25 + 1e-5), x.get(at), 1e-6);
                }
            }
        }
    }

    @Example
    void keepsItsNumbersApartFromTheArrays() {
        double[] mean = MEAN.clone();
        float[] gamma = {3, 4};
        FrozenBatchNorm frozen = FrozenBatchNorm.of(mean, VARIANCE, gamma, null, Convention.KERAS.options());
        mean[0] = 100;
        gamma[1] = 100;
        assertEquals(2, frozen.channels());
        assertEquals(1e-3, frozen.eps());
        assertEquals(1, frozen.mean(0));
        assertEquals(0.25, frozen.variance(1));
        assertEquals(4, frozen.gamma(1));
        assertEquals(0, frozen.beta(1));
    }

    /** y of an x of 0, with an eps of 0 and with a variance below 0 that eps lifts above it. */
    @Example
    void varianceAndEpsAreJudgedTogether() {
        Tensor x = Layers.heap(Shape.of(1, 2), Layout.CHANNELS_FIRST);
        FrozenBatchNorm.of(
                        new float[] {0.05f, -0.1f},
                        new float[] {0.5f, 2},
                        new float[] {1.5f, -0.5f},
                        new float[] {0.1f, 0.2f},
                        BatchNormOptions.defaults().eps(0))
                .apply(x, x);
        assertEquals(0.1f - 1.5 * 0.05f / Math.sqrt(0.5), x.get(0, 0), 1e-8);
        assertEquals(0.2f - 0.5 * 0.1f / Math.sqrt(2), x.get(0, 1), 1e-8);

        double variance = -9.9998997e-06f;
        FrozenBatchNorm.of(new double[] {1, 0}, new double[] {variance, 1}, null, null, BatchNormOptions.defaults())
                .apply(x.copyFrom(new float[] {2, 3}), x);
        assertEquals(1 / Math.sqrt(variance + 1e-5), x.get(0, 0), 0.01);
        assertEquals(3 / Math.sqrt(1 + 1e-5), x.get(0, 1), 1e-6);
    }

    /** gamma and beta of more digits than a float has. */
    @Example
    void doublesCountInFullForFloat64() {
        double third = 1.0 / 3;
        FrozenBatchNorm frozen = FrozenBatchNorm.ofDoubles(
                new double[] {third},
                new double[] {4},
                new double[] {third},
                new double[] {-third},
                BatchNormOptions.defaults().eps(0));
        assertEquals(third, frozen.gamma(0));
        assertEquals(-third, frozen.beta(0));
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Tensor.allocate(arena, Shape.of(1, 1), Layout.CHANNELS_FIRST, ElementType.FLOAT64);
            x.set(2, 0, 0);
            frozen.apply(x, x);
            assertEquals((2 - third) / 2 * third - third, x.get(0, 0), 1e-16);
        }
    }

    @Example
    void aPopulationWithoutVarianceIsRefusedByChannel() {
        BatchNorm1d layer = new BatchNorm1d(2);
        Tensor x = Layers.heap(Shape.of(1, 2), Layout.CHANNELS_FIRST).copyFrom(new float[] {1, 1});
        layer.population().orElseThrow().load(new double[2], new double[] {-9.9e-6, -2e-5}, 1);
        for (Executable call : new Executable[] {() -> layer.infer(x, x), layer::freeze}) {
            String message = assertThrows(IllegalStateException.class, call).getMessage();
            assertTrue(
                    message.startsWith(
                            "population: variance + eps is -1.0E-5 in channel 1 (variance -2.0E-5), must be finite "
                                    + "and above 0 to "),
                    message);
        }
        layer.population().orElseThrow().load(new double[2], new double[] {-9.9e-6, 1}, 1);
        layer.infer(x, x);
        assertEquals(1 / Math.sqrt(-9.9e-6 + 1e-5), x.get(0, 0), 1e-3);
    }

    /** Neither in the statistics of an earlier pass, nor in its backward pass, whose dx is dy here. */
    @Example
    void aRefusedPopulationLeavesNothingBehind() {
        BatchNorm1d layer = new BatchNorm1d(2, BatchNormOptions.defaults().eps(0));
        Tensor x = Layers.heap(Shape.of(1, 2), Layout.CHANNELS_FIRST).copyFrom(new float[] {1, 2});
        Tensor residual = Layers.heap(Shape.of(1, 2), Layout.CHANNELS_FIRST).copyFrom(new float[] {100, 100});
        BatchStatistics statistics = new BatchStatistics(2);
        layer.infer(Forward.of(x, x), statistics);
        layer.population().orElseThrow().load(new double[2], new double[] {1, 0}, 1);
        assertThrows(
                IllegalStateException.class, () -> layer.infer(Forward.of(x, x).residual(residual), statistics));
        assertThrows(
                IllegalStateException.class, () -> layer.infer(Forward.of(x, x).residual(residual)));
        layer.backward(Backward.of(x, x, x), statistics);
        assertEquals(1, x.get(0, 0));
        assertEquals(2, x.get(0, 1));
    }

    /** x is larger than sigma by more than float's range, and only gamma brings it back: 2^127·2^-106/2^-105. */
    @Example
    void aSmallGammaBringsBackDataFarBeyondItsDeviation() {
        Shape shape = Shape.of(1, 1);
        FrozenBatchNorm frozen = FrozenBatchNorm.of(
                new double[] {0},
                new double[] {0x1p-210},
                new float[] {0x1p-106f},
                null,
                BatchNormOptions.defaults().eps(0));
        for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.BFLOAT16}) {
            try (Arena arena = Arena.ofConfined()) {
                Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type);
                x.set(0x1p127, 0, 0);
                frozen.apply(x, x);
                assertEquals(0x1p126, x.get(0, 0));
            }
        }
    }

    /** Means above the largest float, which a layer of float64 trains to. */
    @Example
    void numbersBeyondFloatCanBeLoaded() {
        Shape shape = Shape.of(4, 2);
        BatchNormOptions options = BatchNormOptions.defaults().population(PopulationEstimate.momentum(1));
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, ElementType.FLOAT64)
                    .copyFrom(new double[] {2e39, 1, 3e39, 2, 1e39, 3, 2e39, 4});
            Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, ElementType.FLOAT64);
            BatchNorm1d trained = new BatchNorm1d(2, options);
            trained.train(x, y);
            double[] mean = {
                trained.population().orElseThrow().mean(0),
                trained.population().orElseThrow().mean(1)
            };
            double[] variance = {
                trained.population().orElseThrow().variance(0),
                trained.population().orElseThrow().variance(1)
            };
            assertEquals(2e39, mean[0], 1e24);
            assertEquals(2e78 / 3, variance[0], 1e64);
            BatchNorm1d loaded = new BatchNorm1d(2, options);
            loaded.population().orElseThrow().load(mean, variance, 1);
            loaded.infer(x, y);
            assertEquals(1e39 / Math.sqrt(variance[0]), y.get(1, 0), 1e-12);
            FrozenBatchNorm.of(mean, variance, null, null, options).apply(x, x);
            assertEquals(y.get(2, 0), x.get(2, 0));
        }
        // A float as far from such a mean as floats can be.
        Tensor x = Layers.heap(Shape.of(1, 1), Layout.CHANNELS_FIRST).copyFrom(new float[] {3e38f});
        FrozenBatchNorm.of(new double[] {2e39}, new double[] {1e78}, null, null, options)
                .apply(x, x);
        assertEquals((3e38f - 2e39) / 1e39, x.get(0, 0), 1e-6);
    }

    @Example
    void manyThreadsAtOnce() throws Exception {
        Shape shape = Shape.of(2, 16, 40, 40);
        BatchNorm layer = Layers.random(shape, BatchNormOptions.defaults(), 1);
        try (ForkJoinPool pool = new ForkJoinPool(2);
                ExecutorService callers = Executors.newFixedThreadPool(40)) {
            BatchNorm pooled = Layers.random(shape, BatchNormOptions.defaults().pool(pool), 1);
            Tensor x = Data.ORDINARY.fill(Layers.heap(shape, Layout.CHANNELS_FIRST), 1);
            Tensor expected = Layers.heap(shape, Layout.CHANNELS_FIRST);
            layer.train(x, expected);
            layer.infer(x, expected);
            pooled.train(x, Layers.heap(shape, Layout.CHANNELS_FIRST));
            FrozenBatchNorm frozen = pooled.freeze();
            var calls = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(_ -> callers.submit(() -> {
                        for (int i = 0; i < 50; i++) {
                            Tensor y = Layers.heap(shape, Layout.CHANNELS_FIRST);
                            frozen.apply(x, y);
                            Bits.assertSame("y", expected.toArray(), y.toArray());
                        }
                    }))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    /** Batch after batch sets all four numbers of all channels to the same k; a reader must never see two k. */
    @Example
    private static boolean goesOn(long start, CountDownLatch readersThatSawMuch) {
        Duration since = Duration.ofNanos(System.nanoTime() - start);
        return since.toMillis() < 500 || readersThatSawMuch.getCount() > 0 && since.toSeconds() < 30;
    }

    void isPublishedAsAWhole() throws Exception {
        int channels = 50;
        Shape shape = Shape.of(2, channels);
        BatchNorm1d layer =
                new BatchNorm1d(channels, BatchNormOptions.defaults().population(PopulationEstimate.momentum(1)));
        assertEquals(Optional.empty(), layer.published());
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch readersThatSawMuch = new CountDownLatch(3);
        Tensor probe = Layers.heap(Shape.of(1, channels), Layout.CHANNELS_FIRST);
        try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
            var seen = IntStream.range(0, 3)
                    .mapToObj(_ -> readers.submit(() -> {
                        int changes = 0;
                        for (FrozenBatchNorm last = null; !over.get(); ) {
                            FrozenBatchNorm now = layer.published().orElse(null);
                            if (now != null && now != last) {
                                requireWhole(now);
                                if (++changes == 10) {
                                    readersThatSawMuch.countDown();
                                }
                                last = now;
                            }
                        }
                        return changes;
                    }))
                    .toList();
            Tensor x = Layers.heap(shape, Layout.CHANNELS_FIRST);
            long start = System.nanoTime();
            // Half a second, and on a busy machine until all readers have seen something.
            for (int k = 1; goesOn(start, readersThatSawMuch); k = k % 1000 + 1) {
                float[] values = new float[2 * channels];
                Arrays.fill(values, 0, channels, k - 1);
                Arrays.fill(values, channels, 2 * channels, k + 1);
                layer.train(x.copyFrom(values), Layers.heap(shape, Layout.CHANNELS_FIRST));
                Arrays.fill(layer.gamma(), k);
                Arrays.fill(layer.beta(), k);
                layer.freeze();
            }
            over.set(true);
            for (Future<Integer> reader : seen) {
                assertTrue(reader.get() >= 10, "a reader saw " + reader.get() + " snapshots");
            }
        }
        layer.published().orElseThrow().apply(probe, probe);
    }

    private static void requireWhole(FrozenBatchNorm frozen) {
        double k = frozen.beta(0);
        for (int c = 0; c < frozen.channels(); c++) {
            // The batch k - 1, k + 1 has mean k and unbiased variance 2.
            if (frozen.mean(c) != k || frozen.variance(c) != 2 || frozen.gamma(c) != k || frozen.beta(c) != k) {
                throw new AssertionError(
                        "torn: " + k + " and " + frozen.mean(c) + ", " + frozen.gamma(c) + ", " + frozen.beta(c));
            }
        }
    }

    @Example
    void errorsNameWhatIsWrong() {
        BatchNormOptions options = BatchNormOptions.defaults();
        assertRefused(
                "mean: no value, must be one per channel",
                () -> FrozenBatchNorm.of(new double[0], VARIANCE, null, null, options));
        assertRefused(
                "variance: 1 values, must be 2, one per channel",
                () -> FrozenBatchNorm.of(MEAN, new double[1], null, null, options));
        assertRefused(
                "variance[1]: -1.0, must be finite and above 0 with eps, 1.0E-5, added",
                () -> FrozenBatchNorm.of(MEAN, new double[] {1, -1}, null, null, options));
        assertRefused(
                "variance[0]: 0.0, must be finite and above 0 with eps, 0.0, added",
                () -> FrozenBatchNorm.of(MEAN, new double[] {0, 1}, null, null, options.eps(0)));
        assertRefused(
                "variance[1]: NaN, must be finite and above 0 with eps, 1.0E-5, added",
                () -> FrozenBatchNorm.of(MEAN, new double[] {1, Double.NaN}, null, null, options));
        assertRefused(
                "mean[0]: NaN, must be finite",
                () -> FrozenBatchNorm.of(new double[] {Double.NaN, 1}, VARIANCE, null, null, options));
        assertRefused(
                "beta: 3 values, must be 2, one per channel",
                () -> FrozenBatchNorm.of(MEAN, VARIANCE, null, new float[3], options));
        assertRefused(
                "gamma[0]: 1.0E300, must be 0, or a normal double when divided by sqrt(variance + eps), 1.0E-50",
                () -> FrozenBatchNorm.ofDoubles(
                        new double[1], new double[] {1e-100}, new double[] {1e300}, null, options.eps(0)));
        assertRefused(
                "gamma[0]: 1.0E-300, must be 0, or a normal double when divided by sqrt(variance + eps), 1.0E100",
                () -> FrozenBatchNorm.ofDoubles(
                        new double[1], new double[] {1e200}, new double[] {1e-300}, null, options.eps(0)));
        FrozenBatchNorm frozen = FrozenBatchNorm.of(MEAN, VARIANCE, null, null, options);
        Tensor x = Layers.heap(Shape.of(4, 2), Layout.CHANNELS_FIRST);
        assertRefused(
                "x: 3 channels, must be 2 as the layer's",
                () -> frozen.apply(Layers.heap(Shape.of(4, 3), Layout.CHANNELS_FIRST), x));
        assertRefused(
                "y: shape 4x2, must be 5x2 as that of x",
                () -> frozen.apply(Layers.heap(Shape.of(5, 2), Layout.CHANNELS_FIRST), x));
        BatchNorm1d forgetful = new BatchNorm1d(2, options.withoutRunningStatistics());
        assertEquals(
                "population: the layer keeps no running statistics, must keep them to freeze",
                assertThrows(IllegalStateException.class, forgetful::freeze).getMessage());
        BatchNorm1d untrained = new BatchNorm1d(2, options.population(PopulationEstimate.mergedMoments()));
        assertEquals(
                "population: no batch seen, must be trained with one before it can freeze",
                assertThrows(IllegalStateException.class, untrained::freeze).getMessage());
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
