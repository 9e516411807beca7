package org.lanewise.kernel.scalar.bfloat16;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.BFloat16;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.BlockColumns;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;

/** The sums of {@link RowsMomentsInDouble}, those of parts of many lines in {@link Blocks}. */
final class RowsMoments {
    private static final boolean OF_GRADIENTS = false;

    private RowsMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            RowsMomentsInDouble.run(o, unit, scratch);
            return;
        }
        MemorySegment block = scratch.blockColumns();
        MemorySegment sums = scratch.columns;
        int columns = grid.columns(unit);
        start(o, grid, unit, sums);
        boolean starts = true;
        for (int turn = 0, next; turn < Blocks.turns(grid, unit); turn = next) {
            next = !OF_GRADIENTS && turn == 0 ? Blocks.BEGINNING_LINES : Blocks.next(grid, unit, turn);
            if (starts) {
                BlockColumns.start(block, columns, sums);
            }
            add(o, grid, unit, turn, next, block);
            for (int j = 0; j < columns; j++) {
                BlockColumns.add(block, j, sums);
            }
            // Moments move to another center in a part's first block: see Blocks.
            starts = !OF_GRADIENTS && turn <= Blocks.BEGINNING_LINES;
            if (starts) {
                Columns.recenter(grid, unit, next, sums);
            }
        }
        for (int j = 0; j < columns; j++) {
            if (Columns.restart(sums, j)) {
                addInDouble(o, grid, unit, j, sums);
            }
        }
        RowsMomentsInDouble.leave(o, grid, unit, sums);
    }

    /** Begins the sums, moments of each column around its own first element. */
    private static void start(Operands o, Rows grid, int unit, MemorySegment sums) {
        if (OF_GRADIENTS) {
            Columns.startGradientSums(o.center, grid, unit, sums);
            return;
        }
        int columns = grid.columns(unit);
        for (int j = 0; j < columns; j++) {
            Columns.set(sums, j, Pivot.of(BFloat16.get(o.x, grid.first(unit) + j)));
        }
        Columns.start(columns, sums);
    }

    private static void add(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        for (int turn = from; turn < to; turn++) {
            long first = Blocks.first(grid, unit, turn);
            for (int j = 0; j < Blocks.columns(grid, unit, turn); j++) {
                float d = BFloat16.get(o.x, first + j) - BlockColumns.get(block, j);
                float e = OF_GRADIENTS ? BFloat16.get(o.dy, first + j) : d;
                BlockColumns.add(block, j, e, d);
            }
        }
    }

    private static void addInDouble(Operands o, Rows grid, int unit, int j, MemorySegment sums) {
        for (int turn = 0; turn < Blocks.turns(grid, unit) && j < Blocks.columns(grid, unit, turn); turn++) {
            long i = Blocks.first(grid, unit, turn) + j;
            double d = BFloat16.get(o.x, i) - Columns.get(sums, j);
            double e = OF_GRADIENTS ? BFloat16.get(o.dy, i) : d;
            Columns.add(sums, j, e, d);
        }
    }
}
