package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.BlockColumns;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;

/** {@link RowsMoments}, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockMoments {
    private RowsBlockMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            RowsMoments.run(o, unit, scratch);
            return;
        }
        MemorySegment block = scratch.blockColumns();
        MemorySegment sums = scratch.columns;
        int columns = grid.columns(unit);
        for (int j = 0; j < columns; j++) {
            Columns.set(sums, j, Pivot.of(Float32.get(o.x, grid.first(unit) + j)));
        }
        Columns.start(columns, sums);
        boolean starts = true;
        for (int step = 0, next; step < Blocks.steps(grid, unit); step = next) {
            next = step == 0 ? Blocks.FIRST_LINES : Blocks.next(grid, unit, step);
            if (starts) {
                BlockColumns.start(block, columns, sums);
            }
            sum(o, grid, unit, step, next, block);
            for (int j = 0; j < columns; j++) {
                BlockColumns.add(block, j, sums);
            }
            starts = step <= Blocks.FIRST_LINES;
            if (starts) {
                Columns.recenter(grid, unit, next, sums);
            }
        }
        for (int j = 0; j < columns; j++) {
            if (Columns.restart(sums, j)) {
                sumInDouble(o, grid, unit, j, sums);
            }
        }
        Columns.leaveMoments(o.partials, grid, unit, sums);
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        for (int step = from; step < to; step++) {
            long first = Blocks.first(grid, unit, step);
            for (int j = 0; j < Blocks.columns(grid, unit, step); j++) {
                float d = Float32.get(o.x, first + j) - BlockColumns.get(block, j);
                BlockColumns.add(block, j, d, d);
            }
        }
    }

    private static void sumInDouble(Operands o, Rows grid, int unit, int j, MemorySegment sums) {
        for (int step = 0; step < Blocks.steps(grid, unit) && j < Blocks.columns(grid, unit, step); step++) {
            long i = Blocks.first(grid, unit, step) + j;
            double d = Float32.get(o.x, i) - Columns.get(sums, j);
            Columns.add(sums, j, d, d);
        }
    }
}
