package org.lanewise.kernel.vector;

import static org.lanewise.kernel.Operands.HALF;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.load;
import static org.lanewise.kernel.vector.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;

/** Operation NORMALIZE over planes. */
final class PlanesNormalize {
    private PlanesNormalize() {}

    static void run(Operands o, int unit, double[] scratch) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int runs = grid.runs(unit);
        int c = grid.channel(unit);
        float offset = o.offset[c];
        float scale = o.scale[c];
        float shift = o.shift[c];
        FloatVector halves = FloatVector.broadcast(Float32Vectors.SPECIES, HALF);
        FloatVector offsets = FloatVector.broadcast(Float32Vectors.SPECIES, offset);
        FloatVector scales = FloatVector.broadcast(Float32Vectors.SPECIES, scale);
        FloatVector shifts = FloatVector.broadcast(Float32Vectors.SPECIES, shift);
        for (int r = 0; r < runs; r++) {
            long first = grid.first(unit) + r * grid.stride();
            MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
            MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(length));
            int i = 0;
            for (; i <= length - WIDTH; i += WIDTH) {
                store(load(x, i).fma(halves, offsets).fma(scales, shifts), out, i);
            }
            for (; i < length; i++) {
                Float32.set(out, i, Math.fma(Math.fma(Float32.get(x, i), HALF, offset), scale, shift));
            }
        }
    }
}
