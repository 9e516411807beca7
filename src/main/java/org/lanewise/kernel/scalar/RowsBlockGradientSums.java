package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.BlockColumns;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Columns;

/** {@link RowsGradientSums}, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockGradientSums {
    private RowsBlockGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            RowsGradientSums.run(o, unit, scratch);
            return;
        }
        MemorySegment block = scratch.blockColumns();
        MemorySegment sums = scratch.columns;
        Columns.startGradientSums(o.center, grid, unit, sums);
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
        Columns.leaveGradientSums(o.partials, grid, unit, sums);
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
