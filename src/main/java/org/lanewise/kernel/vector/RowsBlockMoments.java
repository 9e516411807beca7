package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.bits;
import static org.lanewise.kernel.vector.Float32Vectors.half;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.BlockColumns;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;

/** Operation MOMENTS over rows, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockMoments {
    private RowsBlockMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int columns = grid.columns(unit);
        MemorySegment block = scratch.blockColumns();
        MemorySegment sums = scratch.columns;
        for (int j = 0; j < columns; j++) {
            Columns.set(sums, j, Pivot.of(Float32.get(o.x, grid.first(unit) + j)));
        }
        Columns.start(columns, sums);
        boolean starts = true;
        for (int step = 0, next; step < Blocks.steps(grid, unit); step = next) {
            next = step == 0 ? Blocks.FIRST_LINES : Blocks.next(grid, unit, step);
            if (starts) {
                WideBlocks.START.run(o, unit, scratch);
            }
            sum(o, grid, unit, step, next, block);
            WideBlocks.ADD.run(o, unit, scratch);
            starts = step <= Blocks.FIRST_LINES;
            if (starts) {
                Columns.recenter(grid, unit, next, sums);
            }
        }
        if (!WideColumns.areFinite(sums, columns)) {
            sumInDouble(o, grid, unit, sums);
        }
        WideColumns.LEAVE_MOMENTS.run(o, unit, scratch);
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        int height = grid.height(unit);
        int stepped = Blocks.stepped(grid, unit);
        long stride = grid.stride();
        for (int step = from, lines; step < to; step += lines) {
            boolean apart = step < stepped;
            lines = apart ? Blocks.STREAMS : Math.max(1, height - step);
            long next = apart ? stepped / Blocks.STREAMS * stride : stride;
            add(o.x, Blocks.first(grid, unit, step), lines, next, Blocks.columns(grid, unit, step), block);
        }
        WideBlocks.unpairSums(block, grid.columns(unit));
    }

    /** Adds the beginnings of some lines, a stride apart, to sums that lie in pairs. */
    private static void add(MemorySegment memory, long first, int lines, long stride, int columns, MemorySegment block) {
        MemorySegment x = memory.asSlice(Float32.bytes(first), Float32.bytes((lines - 1) * stride + columns));
        int whole = WideBlocks.pairs(columns);
        for (int j = 0; j < whole; j += 2 * WIDTH) {
            FloatVector c0 = Strips.load(block, BlockColumns.CENTERS, j);
            FloatVector c1 = Strips.load(block, BlockColumns.CENTERS + WIDTH, j);
            FloatVector s0 = Strips.load(block, BlockColumns.FIRST, j);
            FloatVector s1 = Strips.load(block, BlockColumns.FIRST + WIDTH, j);
            FloatVector q0 = Strips.load(block, BlockColumns.SECOND, j);
            FloatVector q1 = Strips.load(block, BlockColumns.SECOND + WIDTH, j);
            for (int line = 0; line < lines; line++) {
                IntVector xs = bits(x, line * stride + j);
                FloatVector d0 = half(xs, 0).sub(c0);
                FloatVector d1 = half(xs, 1).sub(c1);
                s0 = s0.add(d0);
                s1 = s1.add(d1);
                q0 = d0.fma(d0, q0);
                q1 = d1.fma(d1, q1);
            }
            Strips.store(s0, block, BlockColumns.FIRST, j);
            Strips.store(s1, block, BlockColumns.FIRST + WIDTH, j);
            Strips.store(q0, block, BlockColumns.SECOND, j);
            Strips.store(q1, block, BlockColumns.SECOND + WIDTH, j);
        }
        for (int line = 0; line < lines; line++) {
            for (int j = whole; j < columns; j++) {
                float d = Float32.get(x, line * stride + j) - BlockColumns.get(block, j);
                BlockColumns.add(block, Strips.place(j, true), d, d);
            }
        }
    }

    /** Those columns whose sums in float are not finite. */
    private static void sumInDouble(Operands o, Rows grid, int unit, MemorySegment sums) {
        for (int j = 0; j < grid.columns(unit); j++) {
            if (Columns.restart(sums, j)) {
                for (int step = 0; step < Blocks.steps(grid, unit) && j < Blocks.columns(grid, unit, step); step++) {
                    long i = Blocks.first(grid, unit, step) + j;
                    double d = Float32.get(o.x, i) - Columns.get(sums, j);
                    Columns.add(sums, j, d, d);
                }
            }
        }
    }
}
