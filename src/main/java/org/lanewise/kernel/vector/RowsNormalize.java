package org.lanewise.kernel.vector;

import static org.lanewise.kernel.call.Operands.HALF;
import static org.lanewise.kernel.call.Scratch.STRIP;
import static org.lanewise.kernel.vector.Float32Vectors.OVERLAPS;
import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.bits;
import static org.lanewise.kernel.vector.Float32Vectors.half;
import static org.lanewise.kernel.vector.Float32Vectors.load;
import static org.lanewise.kernel.vector.NormalizeEnd.PAIRS;
import static org.lanewise.kernel.vector.NormalizeEnd.STAGES;
import static org.lanewise.kernel.vector.NormalizeEnd.set;
import static org.lanewise.kernel.vector.NormalizeEnd.store;
import static org.lanewise.kernel.vector.Powers.OWN;
import static org.lanewise.kernel.vector.Strips.POWERS_OF_X;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;

/** Operation NORMALIZE over rows: line by line, each a strip. */
final class RowsNormalize {
    private RowsNormalize() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        Strips.write(o, grid, unit, scratch.parameters, false, PAIRS);
        for (int line = 0; line < height; line++) {
            run(o, first + line * stride, columns, scratch.parameters);
        }
        if (grid.rest(unit) > 0) {
            run(o, first + height * stride, grid.rest(unit), scratch.parameters);
        }
    }

    /** A strip, or the first elements of one, with parameters p. */
    static void run(Operands o, long first, int elements, MemorySegment p) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(elements));
        // Here and not in a method that slices, which C2 would inline or not by what it has seen of that.
        MemorySegment out = STAGES ? Strips.staged(p) : o.out.asSlice(Float32.bytes(first), Float32.bytes(elements));
        MemorySegment added = NormalizeEnd.added(o).asSlice(Float32.bytes(first), Float32.bytes(elements));
        float slope = (float) o.negativeSlope;
        FloatVector halves = FloatVector.broadcast(SPECIES, HALF);
        // As in PlanesNormalize: the last vector overlaps, and comes first.
        int last = elements - WIDTH;
        if (!OVERLAPS || last < 0) {
            int i = 0;
            for (; PAIRS && i <= last - WIDTH; i += 2 * WIDTH) {
                IntVector bits = bits(x, i);
                IntVector r = NormalizeEnd.added(added, i, bits);
                FloatVector z0 = NormalizeEnd.of(normalized(half(bits, 0), i, 0, halves, p), r, 0, slope);
                FloatVector z1 = NormalizeEnd.of(normalized(half(bits, 1), i, WIDTH, halves, p), r, 1, slope);
                store(z0, z1, out, i);
            }
            for (; !PAIRS && i <= last; i += WIDTH) {
                store(NormalizeEnd.of(normalized(load(x, i), i, 0, halves, p), added, i, slope), out, i);
            }
            for (; i < elements; i++) {
                int j = Strips.place(i, PAIRS);
                float h = Math.fma(Float32.get(x, i), OWN ? Strips.get(p, POWERS_OF_X + j) : HALF, Strips.get(p, j));
                float normalized = Math.fma(h, Strips.get(p, STRIP + j), Strips.get(p, 2 * STRIP + j));
                set(out, i, NormalizeEnd.of(normalized, added, i, slope));
            }
            return;
        }
        FloatVector end = NormalizeEnd.of(normalized(load(x, last), last, 0, halves, p), added, last, slope);
        for (int i = 0; i < last; i += WIDTH) {
            store(NormalizeEnd.of(normalized(load(x, i), i, 0, halves, p), added, i, slope), out, i);
        }
        store(end, out, last);
    }

    /** Of elements whose parameters lie in some places after place i. */
    private static FloatVector normalized(FloatVector x, int i, int places, FloatVector halves, MemorySegment p) {
        FloatVector powers = OWN ? Strips.load(p, POWERS_OF_X + places, i) : halves;
        return x.fma(powers, Strips.load(p, places, i))
                .fma(Strips.load(p, STRIP + places, i), Strips.load(p, 2 * STRIP + places, i));
    }
}
