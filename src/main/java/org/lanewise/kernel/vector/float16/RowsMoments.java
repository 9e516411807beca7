package org.lanewise.kernel.vector.float16;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float16;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;
import org.lanewise.kernel.vector.SumColumns;

/** The kernel of this name for float32, over lines of elements that become floats in the first cache. */
final class RowsMoments {
    private static final boolean OF_GRADIENTS = false;

    private RowsMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        if (OF_GRADIENTS) {
            Columns.startGradientSums(o.center, grid, unit, scratch.columns);
        } else {
            MemorySegment sums = scratch.columns;
            for (int c = 0; c < grid.width(unit); c++) {
                Columns.set(sums, c, Pivot.of(Float16.get(o.x, grid.first(unit) + c)));
            }
            Columns.start(grid, unit, sums);
        }
        add(o, grid, unit, scratch);
        if (OF_GRADIENTS) {
            SumColumns.LEAVE_GRADIENT_SUMS.run(o, unit, scratch);
        } else {
            SumColumns.LEAVE_MOMENTS.run(o, unit, scratch);
        }
    }

    /** In the order of the kernels for float32. */
    private static void add(Operands o, Rows grid, int unit, Scratch scratch) {
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        int each = height / Columns.STREAMS;
        Operands floats = scratch.strips.operands(o);
        for (int line = 0; line < each; line++) {
            for (int s = 0; s < Columns.STREAMS; s++) {
                widen(o, first + (line + (long) s * each) * grid.stride(), columns, floats, s, scratch.strips);
            }
            org.lanewise.kernel.vector.float32.RowsMoments.addFour(floats, 0, Grid.STRIP, columns, scratch.columns);
        }
        for (int line = Columns.STREAMS * each; line < height; line++) {
            addLine(o, first + line * grid.stride(), columns, floats, scratch);
        }
        if (grid.rest(unit) > 0) {
            addLine(o, first + height * grid.stride(), grid.rest(unit), floats, scratch);
        }
    }

    private static void addLine(Operands o, long first, int columns, Operands floats, Scratch scratch) {
        widen(o, first, columns, floats, 0, scratch.strips);
        org.lanewise.kernel.vector.float32.RowsMoments.add(floats, 0, columns, scratch.columns);
    }

    private static void widen(Operands o, long first, int columns, Operands floats, int strip, FloatStrips strips) {
        Float16Vectors.widen(o.x, first, columns, floats.x, strip * Grid.STRIP, strips);
        if (OF_GRADIENTS) {
            Float16Vectors.widen(o.dy, first, columns, floats.dy, strip * Grid.STRIP, strips);
        }
    }
}
