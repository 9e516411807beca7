package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.BlockColumns;
import org.lanewise.kernel.Blocks;
import org.lanewise.kernel.Columns;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;
import org.lanewise.kernel.Scratch;

/** {@link RowsMoments}, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockMoments {
    private RowsBlockMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            RowsMoments.run(o, unit, scratch);
            return;
        }
        MemorySegment block = scratch.staged.columns();
        MemorySegment sums = scratch.columns;
        BlockColumns.startAtZero(block, grid.columns(unit));
        sum(o, grid, unit, 0, Blocks.LINES, block);
        for (int c = 0; c < grid.width(unit); c++) {
            BlockColumns.center(block, grid, unit, c, Float32.get(o.x, grid.first(unit) + c), sums);
        }
        Columns.start(grid, unit, sums);
        BlockColumns.start(block, grid.columns(unit), sums);
        for (int step = 0, next; step < Blocks.steps(grid, unit); step = next) {
            next = Blocks.next(grid, unit, step);
            sum(o, grid, unit, step, next, block);
            for (int j = 0; j < grid.columns(unit); j++) {
                if (!BlockColumns.add(block, j, sums) && BlockColumns.takeUnsummed(block, j)) {
                    addInDouble(o, grid, unit, step, next, j, sums);
                }
            }
        }
        Columns.leaveMoments(o, grid, unit, sums);
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        for (int step = from; step < to; step++) {
            long first = grid.first(unit) + Columns.line(step, grid.height(unit)) * grid.stride();
            for (int j = 0; j < Blocks.columns(grid, unit, step); j++) {
                float d = Float32.get(o.x, first + j) - BlockColumns.get(block, j);
                BlockColumns.add(block, j, d, d);
            }
        }
    }

    private static void addInDouble(Operands o, Rows grid, int unit, int from, int to, int j, MemorySegment sums) {
        for (int step = from; step < to; step++) {
            if (j < Blocks.columns(grid, unit, step)) {
                long i = grid.first(unit) + Columns.line(step, grid.height(unit)) * grid.stride() + j;
                double d = Float32.get(o.x, i) - Columns.get(sums, j);
                Columns.add(sums, j, d, d);
            }
        }
    }
}
