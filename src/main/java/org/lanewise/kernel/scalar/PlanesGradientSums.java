package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Lanes;

/** Operation GRADIENT_SUMS over planes: s = sum(dy), q = sum(dy·d) with d = x - center, in lanes. */
final class PlanesGradientSums {
    private PlanesGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int width = grid.width(unit);
        Lanes.startGradientSums(o.center, grid, unit, scratch.sums);
        for (int r = 0; r < runs; r++) {
            long first = grid.first(unit) + r * grid.stride();
            for (int c = 0; c < width; c++) {
                add(o, first + c * grid.spatial(), length, scratch.sums, c * Lanes.SLOT);
            }
        }
        Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
    }

    static void add(Operands o, long first, int length, double[] sums, int slot) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(length));
        double center = sums[slot + Lanes.CENTER];
        int tiled = Lanes.tiled(length);
        for (int i = 0; i < length; i++) {
            double e = Float32.get(dy, i);
            Lanes.add(sums, slot, i, tiled, e, Float32.get(x, i) - center);
        }
    }
}
