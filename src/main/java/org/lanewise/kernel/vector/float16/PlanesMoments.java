package org.lanewise.kernel.vector.float16;

import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float16;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;

/** The kernel of this name for float32, over strips of elements that become floats in the first cache. */
final class PlanesMoments {
    private static final boolean OF_GRADIENTS = false;

    private PlanesMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        if (OF_GRADIENTS) {
            Lanes.startGradientSums(o.center, grid, unit, scratch.sums);
        } else {
            Lanes.start(grid, unit, scratch.sums);
            for (int c = 0; c < grid.width(unit); c++) {
                double pivot = Pivot.of(Float16.get(o.x, grid.first(unit) + c * grid.spatial()));
                scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = pivot;
            }
        }
        add(o, grid, unit, scratch);
        if (OF_GRADIENTS) {
            Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
        } else {
            Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
        }
    }

    /**
     * Adds runs by strips: as many whole runs as fit a strip, or a strip of a long run. Strips begin at multiples of 16
     * elements of their run, so that the lanes go on as in one walk.
     */
    private static void add(Operands o, Planes grid, int unit, Scratch scratch) {
        int length = grid.length(unit);
        int width = grid.width(unit);
        int runs = grid.runs(unit);
        int some = Math.max(1, Grid.STRIP / length);
        for (int r = 0; r < runs; r++) {
            long start = grid.first(unit) + r * grid.stride();
            for (int c = 0; c < width; c += some) {
                int channels = Math.min(some, width - c);
                for (int i = 0; i < length; i += Grid.STRIP) {
                    add(o, start + (long) c * length + i, c, channels, Math.min(Grid.STRIP, length - i), scratch);
                }
            }
        }
    }

    private static void add(Operands o, long first, int c, int channels, int length, Scratch scratch) {
        FloatStrips strips = scratch.strips;
        Operands floats = strips.operands(o);
        Float16Vectors.widen(o.x, first, channels * length, floats.x, 0, strips);
        if (OF_GRADIENTS) {
            Float16Vectors.widen(o.dy, first, channels * length, floats.dy, 0, strips);
        }
        org.lanewise.kernel.vector.float32.PlanesMoments.add(floats, 0, c, channels, length, scratch.sums);
    }
}
