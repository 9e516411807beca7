package org.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.domains.Domain;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.MaskBits;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.testing.Bits;
import org.lanewise.testing.Cases;
import org.lanewise.testing.Cases.Case;
import org.lanewise.testing.Data;
import org.lanewise.testing.Guarded;
import org.lanewise.testing.SeededProperty;

/**
 * Every vector kernel gives the bits of its scalar twin and writes nothing beside its output. The scalar kernels do not
 * know the vector width, so this run at several widths says that all widths agree.
 */
@Domain(Cases.class)
@Tag("every-width")
class KernelTwinProperties {
    private static final double[] SLOPES = {0, 0.01, 1};
    private static final Map<String, Kernels> LOADED = new ConcurrentHashMap<>();

    @SeededProperty
    void twinsGiveTheSameBits(@ForAll Case given) {
        assertTwins(given, ElementType.FLOAT32);
    }

    @SeededProperty
    void twinsOfOtherTypesToo(@ForAll Case given, @ForAll ElementType type) {
        assertTwins(given, type);
    }

    /**
     * Parts of more lines than one block has, with and without lines left over, and with columns that make no whole
     * vectors.
     */
    @Example
    void twinsOfSeveralBlocksOfRows() {
        for (Shape shape : new Shape[] {Shape.of(1300, 130), Shape.of(9000, 129), Shape.of(1300, 160)}) {
            Grid grid = Grid.forReduction(shape, Layout.CHANNELS_LAST);
            assertTrue(((Rows) grid).height(0) > 2 * Blocks.LINES - 1);
            for (Data data : Data.values()) {
                Case given = new Case(shape, Layout.CHANNELS_LAST, data, 2, 5);
                assertTwins(given, ElementType.BFLOAT16, Operation.MOMENTS, grid);
                assertTwins(given, ElementType.BFLOAT16, Operation.GRADIENT_SUMS, grid);
            }
        }
    }

    /** Planes of tensors in memory, which are walked in another order than those in the cache: long ones and short. */
    @Example
    void twinsOfLargePlanes() {
        for (Shape shape : new Shape[] {Shape.of(3, 130, 2701), Shape.of(261, 83, 7, 7)}) {
            Grid grid = Grid.forReduction(shape, Layout.CHANNELS_FIRST);
            assertTrue(((Planes) grid).isLarge());
            for (Data data : new Data[] {Data.ORDINARY, Data.SPECIAL}) {
                assertTwins(
                        new Case(shape, Layout.CHANNELS_FIRST, data, 2, 5),
                        ElementType.FLOAT32,
                        Operation.MOMENTS,
                        grid);
            }
        }
    }

    private static void assertTwins(Case given, ElementType type) {
        for (Operation operation : Operation.values()) {
            assertTwins(given, type, operation, Grid.forReduction(given.shape(), given.layout()));
            if (!operation.reduces()) {
                assertTwins(given, type, operation, Grid.forElementwise(given.shape(), given.layout()));
            }
        }
    }

    private static void assertTwins(Case given, ElementType type, Operation operation, Grid grid) {
        Kernel scalar = kernels("scalar", type).get(operation, grid.geometry());
        Kernel vector = kernels("vector", type).get(operation, grid.geometry());
        assertTwins(given, operation, grid, type, scalar, vector, false);
    }

    /** With powers of two of the channels' own; with halves, extended kernels give what the others do. */
    @Property(seed = "1", tries = 30)
    void extendedTwinsToo(@ForAll Case given, @ForAll ElementType type) {
        for (Operation operation : Operation.values()) {
            if (!operation.reduces()) {
                Grid grid = Grid.forElementwise(given.shape(), given.layout());
                Kernel scalar = kernels("scalar", type).extended(operation, grid.geometry());
                Kernel vector = kernels("vector", type).extended(operation, grid.geometry());
                assertTwins(given, operation, grid, type, scalar, vector, true);
                assertTwins(given, operation, grid, type, scalar, vector, false);
            }
        }
    }

    /** Loaded once: vector kernels take some milliseconds. */
    private static Kernels kernels(String provider, ElementType type) {
        return LOADED.computeIfAbsent(provider + type, _ -> KernelSets.load(provider, type));
    }

    /** The one kernel and the other; powers are of the channels' own, or halves. */
    private static void assertTwins(
            Case given,
            Operation operation,
            Grid grid,
            ElementType type,
            Kernel scalarKernel,
            Kernel vectorKernel,
            boolean own) {
        try (Arena arena = Arena.ofConfined()) {
            Guarded x = filled(arena, given, type, given.data(), given.seed());
            Guarded dy = filled(arena, given, type, Data.ORDINARY, given.seed() + 1);
            Guarded scalarOut = Guarded.of(arena, given.shape(), type, given.misalignment());
            Guarded vectorOut = Guarded.of(arena, given.shape(), type, given.misalignment());
            Guarded residual = filled(arena, given, type, Data.SPECIAL, given.seed() + 2);
            Operands scalar = operands(grid, x, dy, scalarOut, own);
            Operands vector = operands(grid, x, dy, vectorOut, own);
            for (Operands o : new Operands[] {scalar, vector}) {
                o.residual = residual.segment();
                o.negativeSlope = SLOPES[(int) (given.seed() % SLOPES.length)];
                // MaskBits that were there, to be read or written over.
                o.mask = new Random(given.seed())
                        .longs(MaskBits.words(given.shape().elements()))
                        .toArray();
                if (operation == Operation.ACTIVATION_GRADIENT) {
                    o.dyActivated = o.x;
                    o.dy = o.out;
                }
            }
            Scratch scratch = new Scratch();
            Arrays.fill(scratch.sums, Double.NaN);
            scratch.parameters.fill((byte) -1);
            scratch.columns.fill((byte) -1);
            Arrays.fill(scratch.block, Float.NaN);
            scratch.strips.operands(scalar);
            scratch.blockColumns().fill((byte) -1);
            for (int unit = 0; unit < grid.units(); unit++) {
                scalarKernel.run(scalar, unit, scratch);
                vectorKernel.run(vector, unit, scratch);
            }
            if (operation.reduces()) {
                Bits.assertSame("first", scalar.partials.first(), vector.partials.first(), grid.slots() + 1);
                Bits.assertSame("second", scalar.partials.second(), vector.partials.second(), grid.slots() + 1);
            } else {
                Bits.assertSame(
                        "out",
                        scalarOut.tensor(given.shape(), given.layout()),
                        vectorOut.tensor(given.shape(), given.layout()));
            }
            assertArrayEquals(scalar.mask, vector.mask, "mask");
            residual.assertIntact();
            scalarOut.assertIntact();
            vectorOut.assertIntact();
            x.assertIntact();
            dy.assertIntact();
        }
    }

    private static Guarded filled(Arena arena, Case given, ElementType type, Data data, long seed) {
        Guarded memory = Guarded.of(arena, given.shape(), type, given.misalignment());
        data.fill(memory.tensor(given.shape(), given.layout()), seed);
        return memory;
    }

    private static Operands operands(Grid grid, Guarded x, Guarded dy, Guarded out, boolean own) {
        int channels = grid.channels();
        Operands o = new Operands();
        o.grid = grid;
        o.x = x.segment();
        o.dy = dy.segment();
        o.out = out.segment();
        o.floats = new Operands.Floats(
                parameters(channels, 0.1, 1), parameters(channels, 1, 2),
                parameters(channels, 0.2, 3), parameters(channels, 0, 4),
                powers(channels, own, 5), powers(channels, own, 6));
        o.doubles = new Operands.Doubles(
                inDouble(o.floats.offset()), inDouble(o.floats.scale()),
                inDouble(o.floats.factorOfX()), inDouble(o.floats.shift()),
                same(o.floats.powerOfX()), same(o.floats.powerOfDy()));
        o.center = new double[channels];
        for (int c = 0; c < channels; c++) {
            o.center[c] = o.floats.offset()[c] + 1e-10;
        }
        // One element more than there are slots: the guard of the arrays.
        o.partials.reserve(grid.slots() + 1, grid.channels());
        return o;
    }

    private static float[] parameters(int channels, double mean, long seed) {
        float[] values = new float[channels];
        Data.fillParameters(values, mean, seed);
        return values;
    }

    private static float[] powers(int channels, boolean own, long seed) {
        float[] values = new float[channels];
        Random random = new Random(seed);
        for (int c = 0; c < channels; c++) {
            values[c] = own ? Math.scalb(1f, random.nextInt(20) - 10) : Operands.HALF;
        }
        return values;
    }

    private static double[] same(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    private static double[] inDouble(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i] * (1 + 1e-9);
        }
        return doubles;
    }
}
