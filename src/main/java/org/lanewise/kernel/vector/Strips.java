package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;
import org.lanewise.kernel.Rows;
import org.lanewise.kernel.Scratch;

/**
 * Parameters written out for each element of a strip of memory, so that vectors go over it whatever channels its elements are of. A
 * strip is a line of {@link Rows}, or the neighbouring runs of several channels of {@link Planes}; a unit has one or many of the
 * same kind. They lie in {@link Scratch#parameters}, offset, scale, shift and slope {@value Scratch#STRIP} apart.
 */
final class Strips {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT;

    private Strips() {}

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

    /** Stores staged element i. */
    static void set(MemorySegment staged, int i, float value) {
        staged.set(LAYOUT, bytes(i), value);
    }

    private static long bytes(int i) {
        return (long) i * Float.BYTES;
    }

    /** For a unit of rows, the slope only on request. */
    static void write(Operands o, Rows grid, int unit, MemorySegment parameters, boolean withSlope) {
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
        }
    }

    private static void copy(float[] values, int channel, int width, MemorySegment parameters, int at) {
        MemorySegment.copy(values, channel, parameters, LAYOUT, bytes(at), width);
    }

    /** For a unit of planes, the slope only on request. */
    static void write(Operands o, Planes grid, int unit, MemorySegment parameters, boolean withSlope) {
        write(o.floats.offset(), grid, unit, parameters, 0);
        write(o.floats.scale(), grid, unit, parameters, Scratch.STRIP);
        write(o.floats.shift(), grid, unit, parameters, 2 * Scratch.STRIP);
        if (withSlope) {
            write(o.floats.slope(), grid, unit, parameters, 3 * Scratch.STRIP);
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
