package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;

/** Operation MOMENTS over planes: s = sum(d), q = sum(d²) with d = x - pivot, in lanes. */
final class PlanesMoments {
    private PlanesMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int width = grid.width(unit);
        Lanes.start(grid, unit, scratch.sums);
        for (int c = 0; c < width; c++) {
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = Pivot.of(Float32.get(o.x, grid.first(unit) + c * grid.spatial()));
        }
        for (int r = 0; r < runs; r++) {
            long first = grid.first(unit) + r * grid.stride();
            for (int c = 0; c < width; c++) {
                add(o.x, first + c * grid.spatial(), length, scratch.sums, c * Lanes.SLOT);
            }
        }
        Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
    }

    static void add(MemorySegment memory, long first, int length, double[] sums, int slot) {
        MemorySegment x = memory.asSlice(Float32.bytes(first), Float32.bytes(length));
        double pivot = sums[slot + Lanes.CENTER];
        int tiled = Lanes.tiled(length);
        for (int i = 0; i < length; i++) {
            double d = Float32.get(x, i) - pivot;
            Lanes.add(sums, slot, i, tiled, d, d);
        }
    }
}
