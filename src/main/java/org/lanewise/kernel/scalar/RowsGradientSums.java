package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;

/** Operation GRADIENT_SUMS over rows: s = sum(dy), q = sum(dy·d) with d = x - center, down each column. */
final class RowsGradientSums {
    private RowsGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        Columns.startGradientSums(o.center, grid, unit, scratch.columns);
        for (int step = 0; step < height; step++) {
            add(o, grid.first(unit) + Columns.line(step, height) * grid.stride(), grid.columns(unit), scratch.columns);
        }
        if (grid.rest(unit) > 0) {
            add(o, grid.first(unit) + height * grid.stride(), grid.rest(unit), scratch.columns);
        }
        Columns.leaveGradientSums(o.partials, grid, unit, scratch.columns);
    }

    private static void add(Operands o, long first, int columns, MemorySegment sums) {
        for (int j = 0; j < columns; j++) {
            double e = Float32.get(o.dy, first + j);
            double d = Float32.get(o.x, first + j) - Columns.get(sums, j);
            Columns.add(sums, j, e, d);
        }
    }
}
