package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.BlockColumns;
import org.lanewise.kernel.Blocks;
import org.lanewise.kernel.Columns;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;
import org.lanewise.kernel.Scratch;

/** {@link RowsGradientSums}, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockGradientSums {
    private RowsBlockGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            RowsGradientSums.run(o, unit, scratch);
            return;
        }
        MemorySegment block = scratch.staged.columns();
        MemorySegment sums = scratch.columns;
        Columns.startGradientSums(o, grid, unit, sums);
        BlockColumns.start(block, grid.columns(unit), sums);
        for (int step = 0, next; step < Blocks.steps(grid, unit); step = next) {
            next = Blocks.next(grid, unit, step);
            sum(o, grid, unit, step, next, block);
            for (int j = 0; j < grid.columns(unit); j++) {
                BlockColumns.add(block, j, sums);
            }
        }
        for (int j = 0; j < grid.columns(unit); j++) {
            if (Columns.restart(sums, j)) {
                sumInDouble(o, grid, unit, j, sums);
            }
        }
        Columns.leaveGradientSums(o, grid, unit, sums);
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        for (int step = from; step < to; step++) {
            long first = Blocks.first(grid, unit, step);
            for (int j = 0; j < Blocks.columns(grid, unit, step); j++) {
                float d = Float32.get(o.x, first + j) - BlockColumns.get(block, j);
                BlockColumns.add(block, j, Float32.get(o.dy, first + j), d);
            }
        }
    }

    private static void sumInDouble(Operands o, Rows grid, int unit, int j, MemorySegment sums) {
        for (int step = 0; step < Blocks.steps(grid, unit) && j < Blocks.columns(grid, unit, step); step++) {
            long i = Blocks.first(grid, unit, step) + j;
            double d = Float32.get(o.x, i) - Columns.get(sums, j);
            Columns.add(sums, j, Float32.get(o.dy, i), d);
        }
    }
}
