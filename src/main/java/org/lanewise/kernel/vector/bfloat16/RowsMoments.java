package org.lanewise.kernel.vector.bfloat16;

import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.WIDTH;
import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.bits;
import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.ofPair;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.c2.Barrier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.BFloat16;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.BlockColumns;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;
import org.lanewise.kernel.vector.SumColumns;

/** The sums of {@link RowsMomentsInDouble}, those of parts of many lines in {@link Blocks}. */
final class RowsMoments {
    private static final boolean OF_GRADIENTS = false;

    // Behind barriers, as all that runs once a unit: C2 would stop inlining in the middle of it.
    private static final Kernel START = new Barrier(RowsMoments::start);
    private static final Kernel RESTART = new Barrier(RowsMoments::restart);

    private RowsMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        if (Blocks.areIn(o.grid, unit)) {
            inBlocks(o, unit, scratch);
        } else {
            RowsMomentsInDouble.run(o, unit, scratch);
        }
    }

    private static void inBlocks(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment block = scratch.blockColumns();
        START.run(o, unit, scratch);
        boolean starts = true;
        for (int turn = 0, next; turn < Blocks.turns(grid, unit); turn = next) {
            next = !OF_GRADIENTS && turn == 0 ? Blocks.BEGINNING_LINES : Blocks.next(grid, unit, turn);
            if (starts) {
                SumBlocks.START.run(o, unit, scratch);
            }
            sum(o, grid, unit, turn, next, block);
            SumBlocks.ADD.run(o, unit, scratch);
            // Moments move to another center in a part's first block: see Blocks.
            starts = !OF_GRADIENTS && turn <= Blocks.BEGINNING_LINES;
            if (starts) {
                Columns.recenter(grid, unit, next, scratch.columns);
            }
        }
        RESTART.run(o, unit, scratch);
        if (OF_GRADIENTS) {
            SumColumns.LEAVE_GRADIENT_SUMS.run(o, unit, scratch);
        } else {
            SumColumns.LEAVE_MOMENTS.run(o, unit, scratch);
        }
    }

    private static void start(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int columns = grid.columns(unit);
        MemorySegment sums = scratch.columns;
        if (OF_GRADIENTS) {
            Columns.startGradientSums(o.center, grid, unit, sums);
        } else {
            for (int j = 0; j < columns; j++) {
                Columns.set(sums, j, Pivot.of(BFloat16.get(o.x, grid.first(unit) + j)));
            }
            Columns.start(columns, sums);
        }
    }

    private static void restart(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        if (!SumColumns.areFinite(scratch.columns, grid.columns(unit))) {
            sumInDouble(o, grid, unit, scratch.columns);
        }
    }

    private static void sum(Operands o, Rows grid, int unit, int from, int to, MemorySegment block) {
        int height = grid.height(unit);
        int inStreams = Blocks.inStreams(grid, unit);
        long stride = grid.stride();
        for (int turn = from, lines; turn < to; turn += lines) {
            boolean apart = turn < inStreams;
            lines = apart ? Blocks.STREAMS : Math.max(1, height - turn);
            long next = apart ? inStreams / Blocks.STREAMS * stride : stride;
            add(o, Blocks.first(grid, unit, turn), lines, next, Blocks.columns(grid, unit, turn), block);
        }
        SumBlocks.unpairSums(block, grid.columns(unit));
    }

    /** Adds the beginnings of some lines, a stride apart, to sums that lie in pairs. */
    private static void add(Operands o, long first, int lines, long stride, int columns, MemorySegment block) {
        long bytes = BFloat16.bytes((lines - 1) * stride + columns);
        MemorySegment x = o.x.asSlice(BFloat16.bytes(first), bytes);
        MemorySegment dy = OF_GRADIENTS ? o.dy.asSlice(BFloat16.bytes(first), bytes) : x;
        int whole = SumBlocks.pairs(columns);
        for (int j = 0; j < whole; j += 2 * WIDTH) {
            FloatVector c0 = Strips.load(block, BlockColumns.CENTERS, j);
            FloatVector c1 = Strips.load(block, BlockColumns.CENTERS + WIDTH, j);
            FloatVector s0 = Strips.load(block, BlockColumns.SUMS, j);
            FloatVector s1 = Strips.load(block, BlockColumns.SUMS + WIDTH, j);
            FloatVector q0 = Strips.load(block, BlockColumns.PRODUCTS, j);
            FloatVector q1 = Strips.load(block, BlockColumns.PRODUCTS + WIDTH, j);
            for (int line = 0; line < lines; line++) {
                IntVector xs = bits(x, line * stride + j);
                IntVector dys = OF_GRADIENTS ? bits(dy, line * stride + j) : xs;
                FloatVector d0 = ofPair(xs, 0).sub(c0);
                FloatVector d1 = ofPair(xs, 1).sub(c1);
                FloatVector e0 = OF_GRADIENTS ? ofPair(dys, 0) : d0;
                FloatVector e1 = OF_GRADIENTS ? ofPair(dys, 1) : d1;
                s0 = s0.add(e0);
                s1 = s1.add(e1);
                q0 = e0.fma(d0, q0);
                q1 = e1.fma(d1, q1);
            }
            Strips.store(s0, block, BlockColumns.SUMS, j);
            Strips.store(s1, block, BlockColumns.SUMS + WIDTH, j);
            Strips.store(q0, block, BlockColumns.PRODUCTS, j);
            Strips.store(q1, block, BlockColumns.PRODUCTS + WIDTH, j);
        }
        for (int line = 0; line < lines; line++) {
            for (int j = whole; j < columns; j++) {
                long i = line * stride + j;
                float d = BFloat16.get(x, i) - BlockColumns.get(block, j);
                float e = OF_GRADIENTS ? BFloat16.get(dy, i) : d;
                BlockColumns.add(block, Strips.place(j, true), e, d);
            }
        }
    }

    /** Those columns whose sums in float are not finite. */
    private static void sumInDouble(Operands o, Rows grid, int unit, MemorySegment sums) {
        for (int j = 0; j < grid.columns(unit); j++) {
            if (Columns.restart(sums, j)) {
                for (int turn = 0; turn < Blocks.turns(grid, unit) && j < Blocks.columns(grid, unit, turn); turn++) {
                    long i = Blocks.first(grid, unit, turn) + j;
                    double d = BFloat16.get(o.x, i) - Columns.get(sums, j);
                    double e = OF_GRADIENTS ? BFloat16.get(o.dy, i) : d;
                    Columns.add(sums, j, e, d);
                }
            }
        }
    }
}
