package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.stats.PopulationStatistics;
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

/** The same bits, whatever memory the tensors are in and whoever does the work. */
class BatchNormBitsTest {
    /** All that a training step and an inference give. */
    private record Outcome(
            float[] y,
            float[] dx,
            float[] inferred,
            float[] frozenDx,
            float[] dgamma,
            float[] dbeta,
            double[] population) {
        void assertSame(Outcome other) {
            Bits.assertSame("y", y, other.y);
            Bits.assertSame("dx", dx, other.dx);
            Bits.assertSame("inferred y", inferred, other.inferred);
            Bits.assertSame("frozen dx", frozenDx, other.frozenDx);
            Bits.assertSame("dgamma", dgamma, other.dgamma);
            Bits.assertSame("dbeta", dbeta, other.dbeta);
            Bits.assertSame("population", population, other.population, population.length);
        }
    }

    /** Where tensors come from. */
    private interface Memory {
        Tensor tensor(Shape shape, Layout layout);
    }

    private static Outcome outcome(Case given, BatchNormOptions options, Memory memory) {
        return outcome(given, Layers.random(given.shape(), options, given.seed()), memory);
    }

    private static Outcome outcome(Case given, BatchNorm layer, Memory memory) {
        Tensor x = given.data().fill(memory.tensor(given.shape(), given.layout()), given.seed());
        Tensor dy = Data.ORDINARY.fill(memory.tensor(given.shape(), given.layout()), given.seed() + 1);
        Tensor y = memory.tensor(given.shape(), given.layout());
        Tensor dx = memory.tensor(given.shape(), given.layout());
        Tensor inferred = memory.tensor(given.shape(), given.layout());
        Tensor frozenDx = memory.tensor(given.shape(), given.layout());
        BatchStatistics statistics = new BatchStatistics(layer.channels());
        Gradients gradients = new Gradients(layer.channels());
        layer.train(x, y, statistics);
        layer.backward(x, dy, dx, statistics, gradients);
        layer.infer(Forward.of(x, inferred), statistics);
        layer.backward(Backward.of(x, dy, frozenDx), statistics);
        return new Outcome(
                y.toArray(),
                dx.toArray(),
                inferred.toArray(),
                frozenDx.toArray(),
                gradients.dgamma(),
                gradients.dbeta(),
                population(layer));
    }

    private static double[] population(BatchNorm layer) {
        PopulationStatistics statistics = layer.population().orElseThrow();
        double[] values = new double[2 * layer.channels()];
        for (int c = 0; c < layer.channels(); c++) {
            values[2 * c] = statistics.mean(c);
            values[2 * c + 1] = statistics.variance(c);
        }
        return values;
    }

    private static Memory aligned(Arena arena) {
        return (shape, layout) -> Tensor.allocate(arena, shape, layout);
    }

    @SeededProperty
    @Domain(Cases.class)
    void heapNativeAndMisalignedMemoryGiveTheSameBits(@ForAll Case given) {
        Assume.that(given.canTrain());
        BatchNormOptions options = BatchNormOptions.defaults();
        try (Arena arena = Arena.ofConfined()) {
            Outcome native64 = outcome(given, options, aligned(arena));
            native64.assertSame(outcome(given, options, Layers::heap));
            native64.assertSame(outcome(
                    given,
                    options,
                    (shape, layout) ->
                            Guarded.of(arena, shape, given.misalignment()).tensor(shape, layout)));
        }
    }

    @SeededProperty
    @Domain(Cases.class)
    void nothingIsWrittenBesideTheOutput(@ForAll Case given) {
        Assume.that(given.canTrain());
        try (Arena arena = Arena.ofConfined()) {
            Guarded x = Guarded.of(arena, given.shape(), given.misalignment());
            Guarded y = Guarded.of(arena, given.shape(), given.misalignment());
            Guarded dx = Guarded.of(arena, given.shape(), given.misalignment());
            Tensor input = given.data().fill(x.tensor(given.shape(), given.layout()), given.seed());
            float[] before = input.toArray();
            BatchNorm layer = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
            BatchStatistics statistics = new BatchStatistics(layer.channels());
            layer.train(input, y.tensor(given.shape(), given.layout()), statistics);
            layer.backward(Backward.of(input, input, dx.tensor(given.shape(), given.layout())), statistics);
            Bits.assertSame("x", before, input.toArray());
            x.assertIntact();
            y.assertIntact();
            dx.assertIntact();
        }
    }

    @SeededProperty
    @Domain(Cases.class)
    void inPlaceGivesTheSameBits(@ForAll Case given) {
        Assume.that(given.canTrain());
        try (Arena arena = Arena.ofConfined()) {
            for (Memory memory : new Memory[] {aligned(arena), Layers::heap}) {
                Outcome expected = outcome(given, BatchNormOptions.defaults(), memory);
                BatchNorm layer = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
                BatchStatistics statistics = new BatchStatistics(layer.channels());
                Tensor x = given.data().fill(memory.tensor(given.shape(), given.layout()), given.seed());
                float[] input = x.toArray();
                layer.train(x, x, statistics);
                Bits.assertSame("y in x", expected.y, x.toArray());
                x.copyFrom(input);
                Tensor dy = Data.ORDINARY.fill(memory.tensor(given.shape(), given.layout()), given.seed() + 1);
                float[] gradient = dy.toArray();
                layer.backward(Backward.of(x, dy, dy), statistics);
                Bits.assertSame("dx in dy", expected.dx, dy.toArray());
                dy.copyFrom(gradient);
                layer.backward(Backward.of(x, dy, x), statistics);
                Bits.assertSame("dx in x", expected.dx, x.toArray());
                x.copyFrom(input);
                layer.infer(Forward.of(x, x), statistics);
                Bits.assertSame("inferred in x", expected.inferred, x.toArray());
                layer.backward(Backward.of(x, dy, dy), statistics);
                Bits.assertSame("frozen dx in dy", expected.frozenDx, dy.toArray());
            }
        }
    }

    private static final Case[] LARGE = {
        new Case(Shape.of(2, 3, 150, 150), Layout.CHANNELS_FIRST, Data.RAMP, 0, 1),
        new Case(Shape.of(60, 5, 33, 33), Layout.CHANNELS_FIRST, Data.FAR, 0, 2),
        new Case(Shape.of(9, 300, 7, 7), Layout.CHANNELS_FIRST, Data.SPECIAL, 0, 3),
        // Channels that are reduced and normalized together, in 40 groups and more: by all of the threads.
        new Case(Shape.of(2, 40, 100, 100), Layout.CHANNELS_FIRST, Data.FAR, 0, 7),
        new Case(Shape.of(1, 4096, 4, 9), Layout.CHANNELS_FIRST, Data.SPECIAL, 0, 8),
        new Case(Shape.of(9, 5, 3, 33, 33), Layout.CHANNELS_LAST, Data.OUTLIER, 0, 4),
        new Case(Shape.of(3000, 37), Layout.CHANNELS_LAST, Data.ORDINARY, 0, 5),
        new Case(Shape.of(5, 300, 15, 15), Layout.CHANNELS_LAST, Data.NARROW, 0, 6)
    };

    @Example
    void threadsDoNotChangeABit() {
        try (Arena arena = Arena.ofShared()) {
            for (Case given : LARGE) {
                Outcome serial = outcome(given, BatchNormOptions.defaults(), aligned(arena));
                for (int workers = 1; workers <= 7; workers++) {
                    try (ForkJoinPool pool = new ForkJoinPool(workers)) {
                        serial.assertSame(
                                outcome(given, BatchNormOptions.defaults().pool(pool), aligned(arena)));
                    }
                }
                serial.assertSame(
                        outcome(given, BatchNormOptions.defaults().pool(ForkJoinPool.commonPool()), aligned(arena)));
                serial.assertSame(outcome(
                        given,
                        BatchNormOptions.defaults()
                                .pool(ForkJoinPool.commonPool())
                                .serial(),
                        aligned(arena)));
            }
        }
    }

    /** Its kernels are other ones, for the others' channels too. */
    @Example
    void aGammaAtTheEndOfTheRangeChangesItsOwnChannelAlone() {
        try (Arena arena = Arena.ofShared();
                ForkJoinPool pool = new ForkJoinPool(3)) {
            for (Case given : LARGE) {
                Outcome ordinary = outcome(given, BatchNormOptions.defaults(), aligned(arena));
                for (float gamma : new float[] {3e38f, 1e-41f}) {
                    BatchNorm layer = Layers.random(given.shape(), BatchNormOptions.defaults(), given.seed());
                    layer.gamma()[1] = gamma;
                    Outcome serial = outcome(given, layer, aligned(arena));
                    BatchNorm pooled = Layers.random(
                            given.shape(), BatchNormOptions.defaults().pool(pool), given.seed());
                    pooled.gamma()[1] = gamma;
                    serial.assertSame(outcome(given, pooled, aligned(arena)));
                    assertSameButForChannelOne(given, ordinary.y, serial.y);
                    assertSameButForChannelOne(given, ordinary.dx, serial.dx);
                    assertSameButForChannelOne(given, ordinary.inferred, serial.inferred);
                    assertSameButForChannelOne(given, ordinary.frozenDx, serial.frozenDx);
                }
            }
        }
    }

    private static void assertSameButForChannelOne(Case given, float[] expected, float[] actual) {
        float[] masked = expected.clone();
        int channels = given.shape().channels();
        for (int i = 0; i < masked.length; i++) {
            long place = given.layout() == Layout.CHANNELS_LAST
                    ? i
                    : i / given.shape().spatial();
            if (place % channels == 1) {
                masked[i] = actual[i];
            }
        }
        Bits.assertSame("other channels", masked, actual);
    }

    @Example
    void confinedMemoryIsWorkedOnByItsOwnerEvenWithAPool() {
        try (Arena arena = Arena.ofConfined();
                ForkJoinPool pool = new ForkJoinPool(3)) {
            for (Case given : LARGE) {
                Outcome expected = outcome(given, BatchNormOptions.defaults(), aligned(arena));
                expected.assertSame(outcome(given, BatchNormOptions.defaults().pool(pool), aligned(arena)));
            }
        }
    }

    @Example
    void aLayerIsReusedForShapesInTurn() {
        try (Arena arena = Arena.ofConfined()) {
            BatchNormOptions options = BatchNormOptions.defaults().population(PopulationEstimate.exactOverBatches());
            BatchNorm2d reused = new BatchNorm2d(5, options);
            for (int n : new int[] {60, 2, 61, 1}) {
                for (Layout layout : Layout.values()) {
                    Shape shape = Shape.of(n, 5, 33, 3);
                    Tensor x = Data.FAR.fill(Tensor.allocate(arena, shape, layout), n);
                    Tensor y = Tensor.allocate(arena, shape, layout);
                    Tensor expected = Tensor.allocate(arena, shape, layout);
                    reused.train(x, y);
                    new BatchNorm2d(5, options).train(x, expected);
                    Bits.assertSame("y of " + shape, expected, y);
                }
            }
            assertEquals(8, reused.population().orElseThrow().batches());
        }
    }

    @Example
    void readOnlyAndMappedInputs() throws IOException {
        Shape shape = Shape.of(4, 3, 100);
        Path file = Files.createTempFile("lanewise", ".f32");
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment mapped =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, shape.elements() * Float.BYTES, arena);
            Tensor x = Data.ORDINARY.fill(Tensor.of(mapped, shape, Layout.CHANNELS_FIRST), 1);
            Tensor expected = Layers.heap(shape, Layout.CHANNELS_FIRST);
            new BatchNorm1d(3).train(x, expected);
            float[] array = x.toArray();
            for (MemorySegment readOnly : new MemorySegment[] {
                mapped.asReadOnly(),
                MemorySegment.ofArray(array).asReadOnly(),
                arena.allocateFrom(ValueLayout.JAVA_FLOAT, array).asReadOnly()
            }) {
                Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
                new BatchNorm1d(3).train(Tensor.of(readOnly, shape, Layout.CHANNELS_FIRST), y);
                Bits.assertSame("y", expected, y);
            }
        } finally {
            Files.delete(file);
        }
    }

    @Example
    void callersOnAnyThreadGetTheSameBits() throws InterruptedException {
        try (Arena arena = Arena.ofShared();
                ForkJoinPool pool = new ForkJoinPool(2)) {
            for (Case given : LARGE) {
                Outcome expected = outcome(given, BatchNormOptions.defaults(), aligned(arena));
                AtomicReference<Outcome> actual = new AtomicReference<>();
                Thread.ofVirtual()
                        .start(() -> actual.set(
                                outcome(given, BatchNormOptions.defaults().pool(pool), aligned(arena))))
                        .join();
                expected.assertSame(actual.get());
                pool.submit(() -> actual.set(
                                outcome(given, BatchNormOptions.defaults().pool(pool), aligned(arena))))
                        .join();
                expected.assertSame(actual.get());
            }
        }
    }
}
