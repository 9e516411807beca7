package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.load;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.BlockColumns;
import org.lanewise.kernel.Blocks;
import org.lanewise.kernel.Columns;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;
import org.lanewise.kernel.Scratch;

/** Operation MOMENTS over rows, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockMoments {
    private RowsBlockMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int columns = grid.columns(unit);
        MemorySegment block = scratch.staged.columns();
        MemorySegment sums = scratch.columns;
        BlockColumns.startAtZero(block, grid.columns(unit));
        sum(o, grid, unit, 0, Blocks.LINES, block);
        for (int c = 0; c < grid.width(unit); c++) {
            BlockColumns.center(block, grid, unit, c, Float32.get(o.x, grid.first(unit) + c), sums);
        }
        Columns.start(grid, unit, sums);
        BlockColumns.start(block, columns, sums);
        for (int step = 0, next; step < Blocks.steps(grid, unit); step = next) {
            next = Blocks.next(grid, unit, step);
            sum(o, grid, unit, step, next, block);
            if (!WideBlocks.add(block, columns, sums)) {
                addInDouble(o, grid, unit, step, next, block, sums);
            }
        }
        WideColumns.leaveMoments(o, grid, unit, sums);
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        int height = grid.height(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        int stepped = Columns.stepped(height);
        int step = from;
        for (; step < Math.min(to, stepped); step += Columns.STREAMS) {
            long line = first + Columns.line(step, height) * stride;
            addFour(o.x, line, stepped / Columns.STREAMS * stride, grid.columns(unit), block);
        }
        for (; step < to; step++) {
            add(o.x, first + step * stride, Blocks.columns(grid, unit, step), block);
        }
    }

    /** Adds the beginnings of four lines, a stride apart. */
    private static void addFour(MemorySegment memory, long first, long stride, int columns, MemorySegment block) {
        MemorySegment x0 = memory.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment x1 = memory.asSlice(Float32.bytes(first + stride), Float32.bytes(columns));
        MemorySegment x2 = memory.asSlice(Float32.bytes(first + 2 * stride), Float32.bytes(columns));
        MemorySegment x3 = memory.asSlice(Float32.bytes(first + 3 * stride), Float32.bytes(columns));
        int whole = WideBlocks.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            FloatVector centers = Strips.load(block, j);
            FloatVector s = Strips.load(block, BlockColumns.FIRST + j);
            FloatVector q = Strips.load(block, BlockColumns.SECOND + j);
            FloatVector d0 = load(x0, j).sub(centers);
            s = s.add(d0);
            q = d0.fma(d0, q);
            FloatVector d1 = load(x1, j).sub(centers);
            s = s.add(d1);
            q = d1.fma(d1, q);
            FloatVector d2 = load(x2, j).sub(centers);
            s = s.add(d2);
            q = d2.fma(d2, q);
            FloatVector d3 = load(x3, j).sub(centers);
            s = s.add(d3);
            q = d3.fma(d3, q);
            Strips.store(s, block, BlockColumns.FIRST + j);
            Strips.store(q, block, BlockColumns.SECOND + j);
        }
        if (whole < columns) {
            addRest(memory, first, stride, Columns.STREAMS, whole, columns, block);
        }
    }

    /** Adds the beginning of a line. */
    private static void add(MemorySegment memory, long first, int columns, MemorySegment block) {
        MemorySegment x = memory.asSlice(Float32.bytes(first), Float32.bytes(columns));
        int whole = WideBlocks.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            FloatVector d = load(x, j).sub(Strips.load(block, j));
            Strips.store(Strips.load(block, BlockColumns.FIRST + j).add(d), block, BlockColumns.FIRST + j);
            Strips.store(d.fma(d, Strips.load(block, BlockColumns.SECOND + j)), block, BlockColumns.SECOND + j);
        }
        if (whole < columns) {
            addRest(memory, first, 0, 1, whole, columns, block);
        }
    }

    /** As in {@link RowsMoments}. */
    private static void addRest(MemorySegment x, long first, long stride, int lines, int from, int columns, MemorySegment block) {
        for (int line = 0; line < lines; line++) {
            for (int j = from; j < columns; j++) {
                float d = Float32.get(x, first + line * stride + j) - BlockColumns.get(block, j);
                BlockColumns.add(block, j, d, d);
            }
        }
    }

    private static void addInDouble(Operands o, Rows grid, int unit, int from, int to, MemorySegment block, MemorySegment sums) {
        for (int j = 0; j < grid.columns(unit); j++) {
            if (BlockColumns.takeUnsummed(block, j)) {
                for (int step = from; step < to; step++) {
                    if (j < Blocks.columns(grid, unit, step)) {
                        long i = grid.first(unit) + Columns.line(step, grid.height(unit)) * grid.stride() + j;
                        double d = Float32.get(o.x, i) - Columns.get(sums, j);
                        Columns.add(sums, j, d, d);
                    }
                }
            }
        }
    }
}
