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

/** Operation GRADIENT_SUMS over rows, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockGradientSums {
    private RowsBlockGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int columns = grid.columns(unit);
        MemorySegment block = scratch.staged.columns();
        MemorySegment sums = scratch.columns;
        Columns.startGradientSums(o, grid, unit, sums);
        BlockColumns.start(block, columns, sums);
        for (int step = 0, next; step < Blocks.steps(grid, unit); step = next) {
            next = Blocks.next(grid, unit, step);
            sum(o, grid, unit, step, next, block);
            if (!WideBlocks.add(block, columns, sums)) {
                addInDouble(o, grid, unit, step, next, block, sums);
            }
        }
        WideColumns.leaveGradientSums(o, grid, unit, sums);
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        int height = grid.height(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        int stepped = Columns.stepped(height);
        int step = from;
        for (; step < Math.min(to, stepped); step += Columns.STREAMS) {
            long line = first + Columns.line(step, height) * stride;
            addFour(o, line, stepped / Columns.STREAMS * stride, grid.columns(unit), block);
        }
        for (; step < to; step++) {
            add(o, first + step * stride, Blocks.columns(grid, unit, step), block);
        }
    }

    /** Adds the beginnings of four lines, a stride apart. */
    private static void addFour(Operands o, long first, long stride, int columns, MemorySegment block) {
        // One call in a loop, not two: the nodes of what C2 inlines here count against all that it inlines around it.
        for (int line = 0; line < Columns.STREAMS; line += 2) {
            addTwo(o, first + line * stride, stride, columns, block);
        }
    }

    /** As in {@link RowsGradientSums}. */
    private static void addTwo(Operands o, long first, long stride, int columns, MemorySegment block) {
        MemorySegment x0 = o.x.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment dy0 = o.dy.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment x1 = o.x.asSlice(Float32.bytes(first + stride), Float32.bytes(columns));
        MemorySegment dy1 = o.dy.asSlice(Float32.bytes(first + stride), Float32.bytes(columns));
        int whole = WideBlocks.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            FloatVector centers = Strips.load(block, j);
            FloatVector s = Strips.load(block, BlockColumns.FIRST + j);
            FloatVector q = Strips.load(block, BlockColumns.SECOND + j);
            FloatVector e0 = load(dy0, j);
            s = s.add(e0);
            q = e0.fma(load(x0, j).sub(centers), q);
            FloatVector e1 = load(dy1, j);
            s = s.add(e1);
            q = e1.fma(load(x1, j).sub(centers), q);
            Strips.store(s, block, BlockColumns.FIRST + j);
            Strips.store(q, block, BlockColumns.SECOND + j);
        }
        if (whole < columns) {
            addRest(o, first, stride, 2, whole, columns, block);
        }
    }

    /** Adds the beginning of a line. */
    private static void add(Operands o, long first, int columns, MemorySegment block) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(columns));
        int whole = WideBlocks.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            FloatVector d = load(x, j).sub(Strips.load(block, j));
            FloatVector e = load(dy, j);
            Strips.store(Strips.load(block, BlockColumns.FIRST + j).add(e), block, BlockColumns.FIRST + j);
            Strips.store(e.fma(d, Strips.load(block, BlockColumns.SECOND + j)), block, BlockColumns.SECOND + j);
        }
        if (whole < columns) {
            addRest(o, first, 0, 1, whole, columns, block);
        }
    }

    /** As in {@link RowsMoments}. */
    private static void addRest(Operands o, long first, long stride, int lines, int from, int columns, MemorySegment block) {
        for (int line = 0; line < lines; line++) {
            for (int j = from; j < columns; j++) {
                long i = first + line * stride + j;
                BlockColumns.add(block, j, Float32.get(o.dy, i), Float32.get(o.x, i) - BlockColumns.get(block, j));
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
                        Columns.add(sums, j, Float32.get(o.dy, i), d);
                    }
                }
            }
        }
    }
}
