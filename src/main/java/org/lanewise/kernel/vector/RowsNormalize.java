package org.lanewise.kernel.vector;

import static org.lanewise.kernel.Operands.HALF;
import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.load;
import static org.lanewise.kernel.vector.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;
import org.lanewise.kernel.Scratch;
import org.lanewise.kernel.Strips;

/** Operation NORMALIZE over rows: line by line, each a strip. */
final class RowsNormalize {
    private RowsNormalize() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int strip = Strips.write(o, grid, unit, scratch.parameters);
        for (int line = 0; line < height; line++) {
            run(o, grid.first(unit) + line * grid.stride(), strip, strip, scratch.parameters);
        }
        if (grid.rest(unit) > 0) {
            run(o, grid.first(unit) + height * grid.stride(), grid.rest(unit), strip, scratch.parameters);
        }
    }

    /** Some elements of a strip, with the parameters p of strips of a length. */
    static void run(Operands o, long first, int elements, int length, float[] p) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(elements));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(elements));
        FloatVector halves = FloatVector.broadcast(SPECIES, HALF);
        int i = 0;
        for (; i <= elements - WIDTH; i += WIDTH) {
            FloatVector h = load(x, i).fma(halves, FloatVector.fromArray(SPECIES, p, i));
            FloatVector y = h.fma(
                    FloatVector.fromArray(SPECIES, p, length + i), FloatVector.fromArray(SPECIES, p, 2 * length + i));
            store(y, out, i);
        }
        for (; i < elements; i++) {
            Float32.set(out, i, Math.fma(Math.fma(Float32.get(x, i), HALF, p[i]), p[length + i], p[2 * length + i]));
        }
    }
}
