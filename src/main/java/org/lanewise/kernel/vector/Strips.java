package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;

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
 * Parameters written out for each element of a strip of memory, so that vectors go over it whatever channels its elements are of. A
 * strip is a line of {@link Rows}, or the neighbouring runs of several channels of {@link Planes}; a unit has one or many of the
 * same kind. They lie in {@link Scratch#parameters}, offset, scale, shift and slope {@value Scratch#STRIP} apart, for kernels that go by
 * pairs in the order of these. The sums of a block of rows are loaded and stored alike.
 */
final class Strips {
    /** Where the powers of x begin, if a channel has its own: after four parameters and staged elements. */
    static final int POWERS_OF_X = 5 * Scratch.STRIP;

    /** Where the powers of dy begin. */
    static final int POWERS_OF_DY = 6 * Scratch.STRIP;

    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT;

    private static final VectorShuffle<Float> EVENS = VectorShuffle.fromOp(SPECIES, i -> 2 * i % WIDTH);

    private static final VectorShuffle<Float> ODDS = VectorShuffle.fromOp(SPECIES, i -> 2 * i % WIDTH + 1);

    private static final VectorShuffle<Float> LOWER = VectorShuffle.fromOp(SPECIES, i -> i / 2);

    private static final VectorShuffle<Float> UPPER = VectorShuffle.fromOp(SPECIES, i -> (WIDTH + i) / 2);

    private static final VectorMask<Float> UPPER_LANES = VectorMask.fromLong(SPECIES, -1L << WIDTH / 2);

    private static final VectorMask<Float> ODD_LANES = VectorMask.fromLong(SPECIES, 0xaaaaaaaaaaaaaaaaL);

    private Strips() {}

    /**
     * What is in places i to i + {@link Float32Vectors#WIDTH} - 1 of what begins at another. (The sum of both places may
     * overflow, for all that C2 knows, so it would check its bounds each time.)
     */
    static FloatVector load(MemorySegment memory, int begin, int i) {
        return FloatVector.fromMemorySegment(SPECIES, memory, bytes(i) + bytes(begin), ByteOrder.nativeOrder());
    }

    /** Parameters, or staged elements, i to i + {@link Float32Vectors#WIDTH} - 1. */
    static FloatVector load(MemorySegment parameters, int i) {
        return FloatVector.fromMemorySegment(SPECIES, parameters, bytes(i), ByteOrder.nativeOrder());
    }

    /** Parameter, or staged element, i. */
    static float get(MemorySegment parameters, int i) {
        return parameters.get(LAYOUT, bytes(i));
    }

    /** Room for the elements of a strip on their way, after the parameters. */
    static MemorySegment staged(MemorySegment parameters) {
        return parameters.asSlice(bytes(4 * Scratch.STRIP), bytes(Scratch.STRIP));
    }

    /** Stores staged elements i to i + {@link Float32Vectors#WIDTH} - 1. */
    static void store(FloatVector vector, MemorySegment staged, int i) {
        vector.intoMemorySegment(staged, bytes(i), ByteOrder.nativeOrder());
    }

    /** As the other, of elements that begin at a place: see {@link #load(MemorySegment, int, int)}. */
    static void store(FloatVector vector, MemorySegment memory, int begin, int i) {
        vector.intoMemorySegment(memory, bytes(i) + bytes(begin), ByteOrder.nativeOrder());
    }

    /** Stores staged element i. */
    static void set(MemorySegment staged, int i, float value) {
        staged.set(LAYOUT, bytes(i), value);
    }

    private static long bytes(int i) {
        return (long) i * Float.BYTES;
    }

    /** The place of element i's parameter: where they lie in pairs, those of a pair's first half come before those of its second. */
    static int place(int i, boolean inPairs) {
        int pair = 2 * WIDTH;
        return inPairs ? (i & -pair) + (i & 1) * WIDTH + (i % pair >> 1) : i;
    }

    /** For a unit of rows, the slope only on request. */
    static void write(Operands o, Rows grid, int unit, MemorySegment parameters, boolean withSlope, boolean inPairs) {
        int width = grid.width(unit);
        int channel = grid.channel(unit);
        int columns = grid.height(unit) > 0 ? grid.columns(unit) : grid.rest(unit);
        for (int j = 0; j < columns; j += width) {
            copy(o.floats.offset(), channel, width, parameters, j);
            copy(o.floats.scale(), channel, width, parameters, Scratch.STRIP + j);
            copy(o.floats.shift(), channel, width, parameters, 2 * Scratch.STRIP + j);
            if (withSlope) {
                copy(o.floats.slope(), channel, width, parameters, 3 * Scratch.STRIP + j);
            }
            if (Powers.OWN) {
                copy(o.floats.powerOfX(), channel, width, parameters, POWERS_OF_X + j);
                copy(o.floats.powerOfDy(), channel, width, parameters, POWERS_OF_DY + j);
            }
        }
        if (inPairs) {
            pairParameters(parameters, columns, withSlope);
        }
    }

    private static void copy(float[] values, int channel, int width, MemorySegment parameters, int at) {
        MemorySegment.copy(values, channel, parameters, LAYOUT, bytes(at), width);
    }

    /** For a unit of planes, the slope only on request. */
    static void write(Operands o, Planes grid, int unit, MemorySegment parameters, boolean withSlope, boolean inPairs) {
        write(o.floats.offset(), grid, unit, parameters, 0);
        write(o.floats.scale(), grid, unit, parameters, Scratch.STRIP);
        write(o.floats.shift(), grid, unit, parameters, 2 * Scratch.STRIP);
        if (withSlope) {
            write(o.floats.slope(), grid, unit, parameters, 3 * Scratch.STRIP);
        }
        if (Powers.OWN) {
            write(o.floats.powerOfX(), grid, unit, parameters, POWERS_OF_X);
            write(o.floats.powerOfDy(), grid, unit, parameters, POWERS_OF_DY);
        }
        if (inPairs) {
            pairParameters(parameters, grid.strip(unit), withSlope);
        }
    }

    private static void pairParameters(MemorySegment parameters, int elements, boolean withSlope) {
        for (int k = 0; k < (withSlope ? 4 : 3); k++) {
            pair(parameters, k * Scratch.STRIP, k * Scratch.STRIP, elements);
        }
        if (Powers.OWN) {
            pair(parameters, POWERS_OF_X, POWERS_OF_X, elements);
            pair(parameters, POWERS_OF_DY, POWERS_OF_DY, elements);
        }
    }

    /** Copies elements, each to its {@link #place} in pairs. As many more as make the last pair a whole one are copied too. */
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

    /** Whole vectors: what is too much is written over by the next channel, and nobody's at the end. */
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
