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

/** Operation INPUT_GRADIENT over planes. */
final class PlanesInputGradient {
    private PlanesInputGradient() {}

    static void run(Operands o, int unit, double[] scratch) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int runs = grid.runs(unit);
        int c = grid.channel(unit);
        float offset = o.offset[c];
        float scale = o.scale[c];
        float slope = o.slope[c];
        float shift = o.shift[c];
        FloatVector halves = FloatVector.broadcast(Float32Vectors.SPECIES, HALF);
        FloatVector offsets = FloatVector.broadcast(Float32Vectors.SPECIES, offset);
        FloatVector scales = FloatVector.broadcast(Float32Vectors.SPECIES, scale);
        FloatVector slopes = FloatVector.broadcast(Float32Vectors.SPECIES, slope);
        FloatVector shifts = FloatVector.broadcast(Float32Vectors.SPECIES, shift);
        for (int r = 0; r < runs; r++) {
            long first = grid.first(unit) + r * grid.stride();
            MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
            MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(length));
            MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(length));
            int i = 0;
            for (; i <= length - WIDTH; i += WIDTH) {
                FloatVector common = load(x, i).fma(halves, offsets).fma(slopes, shifts);
                store(load(dy, i).fma(halves, common).mul(scales), out, i);
            }
            for (; i < length; i++) {
                float common = Math.fma(Math.fma(Float32.get(x, i), HALF, offset), slope, shift);
                Float32.set(out, i, Math.fma(Float32.get(dy, i), HALF, common) * scale);
            }
        }
    }
}
