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
import org.lanewise.kernel.Planes;
import org.lanewise.kernel.Scratch;

/** Operation NORMALIZE over planes: run by run, or by strips of short runs. */
final class PlanesNormalize {
    private PlanesNormalize() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        if (grid.inStrips()) {
            int strip = grid.strip(unit);
            Strips.write(o, grid, unit, scratch.parameters);
            for (int r = 0; r < runs; r++) {
                RowsNormalize.run(o, start + r * stride, strip, scratch.parameters);
            }
            return;
        }
        int length = grid.length(unit);
        int channel = grid.channel(unit);
        int width = grid.width(unit);
        long spatial = grid.spatial();
        for (int r = 0; r < runs; r++) {
            long first = start + r * stride;
            for (int c = 0; c < width; c++) {
                run(o, channel + c, first + c * spatial, length);
            }
        }
    }

    private static void run(Operands o, int c, long first, int length) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(length));
        float offset = o.offset[c];
        float scale = o.scale[c];
        float shift = o.shift[c];
        FloatVector halves = FloatVector.broadcast(SPECIES, HALF);
        FloatVector offsets = FloatVector.broadcast(SPECIES, offset);
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
        // The last vector overlaps the one before, instead of a scalar tail; it comes first, as out may be x.
        int last = length - WIDTH;
        if (last < 0) {
            for (int i = 0; i < length; i++) {
                Float32.set(out, i, Math.fma(Math.fma(Float32.get(x, i), HALF, offset), scale, shift));
            }
            return;
        }
        FloatVector end = load(x, last).fma(halves, offsets).fma(scales, shifts);
        for (int i = 0, whole = Runs.whole(last); i != whole; i += WIDTH) {
            store(load(x, i).fma(halves, offsets).fma(scales, shifts), out, i);
        }
        store(end, out, last);
    }
}
