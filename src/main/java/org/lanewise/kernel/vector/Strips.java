package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.Float32;
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
    private Strips() {}

    /** For a unit of rows. */
    static void write(Operands o, Rows grid, int unit, MemorySegment parameters) {
        int width = grid.width(unit);
        int channel = grid.channel(unit);
        int columns = grid.height(unit) > 0 ? grid.columns(unit) : grid.rest(unit);
        for (int j = 0; j < columns; j += width) {
            copy(o.offset, channel, width, parameters, j);
            copy(o.scale, channel, width, parameters, Scratch.STRIP + j);
            copy(o.shift, channel, width, parameters, 2 * Scratch.STRIP + j);
            if (o.slope != null) {
                copy(o.slope, channel, width, parameters, 3 * Scratch.STRIP + j);
            }
        }
    }

    private static void copy(float[] values, int channel, int width, MemorySegment parameters, int at) {
        MemorySegment.copy(values, channel, parameters, ValueLayout.JAVA_FLOAT, Float32.bytes(at), width);
    }

    /** For a unit of planes. */
    static void write(Operands o, Planes grid, int unit, MemorySegment parameters) {
        write(o.offset, grid, unit, parameters, 0);
        write(o.scale, grid, unit, parameters, Scratch.STRIP);
        write(o.shift, grid, unit, parameters, 2 * Scratch.STRIP);
        if (o.slope != null) {
            write(o.slope, grid, unit, parameters, 3 * Scratch.STRIP);
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
                store(value, parameters, at + i);
            }
            at += run;
        }
    }
}
