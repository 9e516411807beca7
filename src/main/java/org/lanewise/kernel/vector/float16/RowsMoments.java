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
        FloatStrips strips = scratch.strips;
        Operands floats = strips.operands(o);
        for (int line = 0; line < each; line++) {
            for (int s = 0; s < Columns.STREAMS; s++) {
                // Not in a method of their own: sums of gradients would take a tenth longer.
                long from = first + (line + (long) s * each) * grid.stride();
                Float16Vectors.widen(o.x, from, columns, floats.x, s * Grid.STRIP, strips);
                if (OF_GRADIENTS) {
                    Float16Vectors.widen(o.dy, from, columns, floats.dy, s * Grid.STRIP, strips);
                }
            }
            org.lanewise.kernel.vector.float32.RowsMoments.addFour(floats, 0, Grid.STRIP, columns, scratch.columns);
        }
        for (int line = Columns.STREAMS * each; line < height; line++) {
            addLine(o, first + line * grid.stride(), columns, scratch);
        }
        if (grid.rest(unit) > 0) {
            addLine(o, first + height * grid.stride(), grid.rest(unit), scratch);
        }
    }

    private static void addLine(Operands o, long first, int columns, Scratch scratch) {
        FloatStrips strips = scratch.strips;
        Operands floats = strips.operands(o);
        Float16Vectors.widen(o.x, first, columns, floats.x, 0, strips);
        if (OF_GRADIENTS) {
            Float16Vectors.widen(o.dy, first, columns, floats.dy, 0, strips);
        }
        org.lanewise.kernel.vector.float32.RowsMoments.add(floats, 0, columns, scratch.columns);
    }
}
