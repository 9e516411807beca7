package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.vector.float32.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.float32.Float32Vectors.WIDTH;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.grid.Rows;

/**
 * Parameters written out for each element of a strip, so that vectors walk it whatever channels its elements are of. A
 * strip is a line of {@link Rows}, or the neighbouring runs of several channels of {@link Planes}; a unit has one or
 * many of the same kind. The parameters lie in {@link Scratch#parameters}: the offsets at the beginning, the others
 * {@link Scratch#STRIDE} apart. For kernels that go by pairs they lie in the order of pairs. The sums of a block of
 * rows are loaded and stored alike.
 */
public final class Strips {
    /** Where the scales begin. */
    static final int SCALES = Scratch.STRIDE;

    /** Where the shifts begin. */
    static final int SHIFTS = 2 * Scratch.STRIDE;

    /** Where the factors of x begin: in the backward pass only. */
    static final int FACTORS_OF_X = 3 * Scratch.STRIDE;

    /** Where the normalized strip begins. */
    private static final int NORMALIZED = 4 * Scratch.STRIDE;

    /** Where the powers of x begin: for extended kernels only. */
    static final int POWERS_OF_X = 5 * Scratch.STRIDE;

    /** Where the powers of dy begin: for extended kernels only. */
    static final int POWERS_OF_DY = 6 * Scratch.STRIDE;

    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT;

    private static final VectorShuffle<Float> EVENS = VectorShuffle.fromOp(SPECIES, i -> 2 * i % WIDTH);

    private static final VectorShuffle<Float> ODDS = VectorShuffle.fromOp(SPECIES, i -> 2 * i % WIDTH + 1);

    private static final VectorShuffle<Float> LOWER = VectorShuffle.fromOp(SPECIES, i -> i / 2);

    private static final VectorShuffle<Float> UPPER = VectorShuffle.fromOp(SPECIES, i -> (WIDTH + i) / 2);

    private static final VectorMask<Float> UPPER_LANES = VectorMask.fromLong(SPECIES, -1L << WIDTH / 2);

    private static final VectorMask<Float> ODD_LANES = VectorMask.fromLong(SPECIES, 0xaaaaaaaaaaaaaaaaL);

    private Strips() {}

    /**
     * Values i to i + {@link Float32Vectors#WIDTH} - 1 of those that begin at a place. (In int, the sum of the two
     * might overflow for all that C2 knows, so it would check bounds each time.)
     */
    static FloatVector load(MemorySegment memory, int begin, int i) {
        return FloatVector.fromMemorySegment(SPECIES, memory, bytes(i) + bytes(begin), ByteOrder.nativeOrder());
    }

    /** Parameters, or normalized elements, i to i + {@link Float32Vectors#WIDTH} - 1. */
    static FloatVector load(MemorySegment parameters, int i) {
        return FloatVector.fromMemorySegment(SPECIES, parameters, bytes(i), ByteOrder.nativeOrder());
    }

    /** Parameter, or normalized element, i. */
    static float get(MemorySegment parameters, int i) {
        return parameters.get(LAYOUT, bytes(i));
    }

    /** The normalized strip, which {@link ActivateMask} activates. */
    static MemorySegment normalized(MemorySegment parameters) {
        return parameters.asSlice(bytes(NORMALIZED), bytes(Scratch.STRIDE));
    }

    /** Stores normalized elements i to i + {@link Float32Vectors#WIDTH} - 1. */
    static void store(FloatVector vector, MemorySegment memory, int i) {
        vector.intoMemorySegment(memory, bytes(i), ByteOrder.nativeOrder());
    }

    /** As the other, of elements that begin at a place: see {@link #load(MemorySegment, int, int)}. */
    static void store(FloatVector vector, MemorySegment memory, int begin, int i) {
        vector.intoMemorySegment(memory, bytes(i) + bytes(begin), ByteOrder.nativeOrder());
    }

    /** Stores normalized element i. */
    static void set(MemorySegment memory, int i, float value) {
        memory.set(LAYOUT, bytes(i), value);
    }

    private static long bytes(int i) {
        return (long) i * Float.BYTES;
    }

    /**
     * The place of element i's parameter: where they lie in pairs, those of a pair's first half come before those of
     * its second.
     */
    static int place(int i, boolean inPairs) {
        int pair = 2 * WIDTH;
        return inPairs ? (i & -pair) + (i & 1) * WIDTH + (i % pair >> 1) : i;
    }

    /**
     * Writes the parameters of a unit of rows.
     *
     * @param backward with the factors of x
     * @param extended with the powers of x and dy
     * @param inPairs in the order of pairs
     */
    public static void write(
            Operands o,
            Rows grid,
            int unit,
            MemorySegment parameters,
            boolean backward,
            boolean extended,
            boolean inPairs) {
        int width = grid.width(unit);
        int channel = grid.channel(unit);
        int columns = grid.height(unit) > 0 ? grid.columns(unit) : grid.rest(unit);
        for (int j = 0; j < columns; j += width) {
            copy(o.floats.offset(), channel, width, parameters, j);
            copy(o.floats.scale(), channel, width, parameters, SCALES + j);
            copy(o.floats.shift(), channel, width, parameters, SHIFTS + j);
            if (backward) {
                copy(o.floats.factorOfX(), channel, width, parameters, FACTORS_OF_X + j);
            }
            if (extended) {
                copy(o.floats.powerOfX(), channel, width, parameters, POWERS_OF_X + j);
                copy(o.floats.powerOfDy(), channel, width, parameters, POWERS_OF_DY + j);
            }
        }
        if (inPairs) {
            pairParameters(parameters, columns, backward);
        }
    }

    private static void copy(float[] values, int channel, int width, MemorySegment parameters, int at) {
        MemorySegment.copy(values, channel, parameters, LAYOUT, bytes(at), width);
    }

    /** As the other, of a unit of planes. */
    static void write(
            Operands o,
            Planes grid,
            int unit,
            MemorySegment parameters,
            boolean backward,
            boolean extended,
            boolean inPairs) {
        write(o.floats.offset(), grid, unit, parameters, 0);
        write(o.floats.scale(), grid, unit, parameters, SCALES);
        write(o.floats.shift(), grid, unit, parameters, SHIFTS);
        if (backward) {
            write(o.floats.factorOfX(), grid, unit, parameters, FACTORS_OF_X);
        }
        if (extended) {
            write(o.floats.powerOfX(), grid, unit, parameters, POWERS_OF_X);
            write(o.floats.powerOfDy(), grid, unit, parameters, POWERS_OF_DY);
        }
        if (inPairs) {
            pairParameters(parameters, grid.strip(unit), backward);
        }
    }

    /** Never the powers: extended kernels go by single vectors. */
    private static void pairParameters(MemorySegment parameters, int elements, boolean backward) {
        for (int k = 0; k < (backward ? 4 : 3); k++) {
            pair(parameters, k * Scratch.STRIDE, k * Scratch.STRIDE, elements);
        }
    }

    /** Copies elements, each to its {@link #place} in pairs, up to the end of the last pair. */
    static void pair(MemorySegment memory, int from, int to, int elements) {
        for (int i = 0; i < elements; i += 2 * WIDTH) {
            FloatVector a = load(memory, from + i);
            FloatVector b = load(memory, from + i + WIDTH);
            store(a.rearrange(EVENS).blend(b.rearrange(EVENS), UPPER_LANES), memory, to + i);
            store(a.rearrange(ODDS).blend(b.rearrange(ODDS), UPPER_LANES), memory, to + i + WIDTH);
        }
    }

    /** The first half of what lies in pairs, in its own order. */
    static FloatVector lower(FloatVector evens, FloatVector odds) {
        return evens.rearrange(LOWER).blend(odds.rearrange(LOWER), ODD_LANES);
    }

    /** The second half. */
    static FloatVector upper(FloatVector evens, FloatVector odds) {
        return evens.rearrange(UPPER).blend(odds.rearrange(UPPER), ODD_LANES);
    }

    /** Puts elements that lie in pairs into their own order. */
    static void unpair(MemorySegment memory, int from, int elements) {
        for (int i = from; i < from + elements; i += 2 * WIDTH) {
            FloatVector evens = load(memory, i);
            FloatVector odds = load(memory, i + WIDTH);
            store(lower(evens, odds), memory, i);
            store(upper(evens, odds), memory, i + WIDTH);
        }
    }

    /** Writes whole vectors: the next channel writes over what is too much, and nobody reads what is after the last. */
    private static void write(float[] values, Planes grid, int unit, MemorySegment parameters, int at) {
        int run = grid.length(unit);
        int channel = grid.channel(unit);
        int width = grid.width(unit);
        for (int c = 0; c < width; c++) {
            FloatVector value = FloatVector.broadcast(SPECIES, values[channel + c]);
            for (int i = 0; i < run; i += WIDTH) {
                value.intoMemorySegment(parameters, bytes(at + i), ByteOrder.nativeOrder());
            }
            at += run;
        }
    }
}
