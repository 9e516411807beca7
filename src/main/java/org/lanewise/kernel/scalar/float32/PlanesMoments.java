package org.lanewise.kernel.scalar.float32;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;

/**
 * Two sums per channel over planes, in lanes: s = sum(e) and q = sum(e·d). For operation MOMENTS d = x - pivot and e =
 * d; for GRADIENT_SUMS d = x - center and e = dy.
 */
final class PlanesMoments {
    private static final boolean OF_GRADIENTS = false;

    private PlanesMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int width = grid.width(unit);
        start(o, grid, unit, scratch.sums);
        for (int r = 0; r < runs; r++) {
            long first = grid.first(unit) + r * grid.stride();
            for (int c = 0; c < width; c++) {
                add(o, first + c * grid.spatial(), length, scratch.sums, c * Lanes.SLOT);
            }
        }
        leave(o, grid, unit, scratch.sums);
    }

    /** Begins the sums of a unit's channels, moments around the first element of each part. */
    static void start(Operands o, Planes grid, int unit, double[] sums) {
        if (OF_GRADIENTS) {
            Lanes.startGradientSums(o.center, grid, unit, sums);
            return;
        }
        Lanes.start(grid, unit, sums);
        for (int c = 0; c < grid.width(unit); c++) {
            double pivot = Pivot.of(Float32.get(o.x, grid.first(unit) + c * grid.spatial()));
            sums[c * Lanes.SLOT + Lanes.CENTER] = pivot;
        }
    }

    /** Adds a run, or a piece of one, to the sums of a slot. */
    static void add(Operands o, long first, int length, double[] sums, int slot) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment dy = OF_GRADIENTS ? o.dy.asSlice(Float32.bytes(first), Float32.bytes(length)) : x;
        double center = sums[slot + Lanes.CENTER];
        int tail = Lanes.inLanes(length);
        for (int i = 0; i < length; i++) {
            double d = Float32.get(x, i) - center;
            double e = OF_GRADIENTS ? Float32.get(dy, i) : d;
            Lanes.add(sums, slot, i, tail, e, d);
        }
    }

    /** Leaves the results of a unit's channels. */
    static void leave(Operands o, Planes grid, int unit, double[] sums) {
        if (OF_GRADIENTS) {
            Lanes.leaveGradientSums(o.partials, grid, unit, sums);
        } else {
            Lanes.leaveMoments(o.partials, grid, unit, sums);
        }
    }
}
