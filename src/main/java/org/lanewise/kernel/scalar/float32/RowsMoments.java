package org.lanewise.kernel.scalar.float32;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;

/**
 * Two sums down each column of rows: s = sum(e) and q = sum(e·d). For operation MOMENTS d = x - pivot and e = d; for
 * GRADIENT_SUMS d = x - center and e = dy.
 */
final class RowsMoments {
    private static final boolean OF_GRADIENTS = false;

    private RowsMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment sums = scratch.columns;
        int height = grid.height(unit);
        if (OF_GRADIENTS) {
            Columns.startGradientSums(o.center, grid, unit, sums);
        } else {
            for (int c = 0; c < grid.width(unit); c++) {
                Columns.set(sums, c, Pivot.of(Float32.get(o.x, grid.first(unit) + c)));
            }
            Columns.start(grid, unit, sums);
        }
        for (int turn = 0; turn < height; turn++) {
            add(o, grid.first(unit) + Columns.line(turn, height) * grid.stride(), grid.columns(unit), sums);
        }
        if (grid.rest(unit) > 0) {
            add(o, grid.first(unit) + height * grid.stride(), grid.rest(unit), sums);
        }
        leave(o, grid, unit, sums);
    }

    private static void add(Operands o, long first, int columns, MemorySegment sums) {
        for (int j = 0; j < columns; j++) {
            double d = Float32.get(o.x, first + j) - Columns.get(sums, j);
            double e = OF_GRADIENTS ? Float32.get(o.dy, first + j) : d;
            Columns.add(sums, j, e, d);
        }
    }

    /** Leaves the results of a unit's channels. */
    static void leave(Operands o, Rows grid, int unit, MemorySegment sums) {
        if (OF_GRADIENTS) {
            Columns.leaveGradientSums(o.partials, grid, unit, sums);
        } else {
            Columns.leaveMoments(o.partials, grid, unit, sums);
        }
    }
}
