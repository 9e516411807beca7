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

/** Operation GRADIENT_SUMS over rows, in {@link Blocks}: the text of bfloat16's kernel. */
final class RowsBlockGradientSums {
    private RowsBlockGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int columns = grid.columns(unit);
        MemorySegment block = scratch.blockColumns();
        MemorySegment sums = scratch.columns;
        Columns.startGradientSums(o.center, grid, unit, sums);
        WideBlocks.START.run(o, unit, scratch);
        for (int step = 0, next; step < Blocks.steps(grid, unit); step = next) {
            next = Blocks.next(grid, unit, step);
            sum(o, grid, unit, step, next, block);
            WideBlocks.ADD.run(o, unit, scratch);
        }
        if (!WideColumns.areFinite(sums, columns)) {
            sumInDouble(o, grid, unit, sums);
        }
        WideColumns.LEAVE_GRADIENT_SUMS.run(o, unit, scratch);
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        int height = grid.height(unit);
        int stepped = Blocks.stepped(grid, unit);
        long stride = grid.stride();
        for (int step = from, lines; step < to; step += lines) {
            boolean apart = step < stepped;
            lines = apart ? Blocks.STREAMS : Math.max(1, height - step);
            long next = apart ? stepped / Blocks.STREAMS * stride : stride;
            add(o, Blocks.first(grid, unit, step), lines, next, Blocks.columns(grid, unit, step), block);
        }
        WideBlocks.unpairSums(block, grid.columns(unit));
    }

    /** As in {@link RowsBlockMoments}. */
    private static void add(Operands o, long first, int lines, long stride, int columns, MemorySegment block) {
        long bytes = Float32.bytes((lines - 1) * stride + columns);
        MemorySegment x = o.x.asSlice(Float32.bytes(first), bytes);
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), bytes);
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
                IntVector es = bits(dy, line * stride + j);
                FloatVector e0 = half(es, 0);
                FloatVector e1 = half(es, 1);
                s0 = s0.add(e0);
                s1 = s1.add(e1);
                q0 = e0.fma(half(xs, 0).sub(c0), q0);
                q1 = e1.fma(half(xs, 1).sub(c1), q1);
            }
            Strips.store(s0, block, BlockColumns.FIRST, j);
            Strips.store(s1, block, BlockColumns.FIRST + WIDTH, j);
            Strips.store(q0, block, BlockColumns.SECOND, j);
            Strips.store(q1, block, BlockColumns.SECOND + WIDTH, j);
        }
        for (int line = 0; line < lines; line++) {
            for (int j = whole; j < columns; j++) {
                long i = line * stride + j;
                BlockColumns.add(block, Strips.place(j, true), Float32.get(dy, i), Float32.get(x, i) - BlockColumns.get(block, j));
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
                    Columns.add(sums, j, Float32.get(o.dy, i), d);
                }
            }
        }
    }
}
