package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;

/**
 * Operation MOMENTS over rows: s = sum(d), q = sum(d²) with d = x - pivot, down each column.
 * Four lines are added at a time, so that sums are loaded and stored for every fourth line only: see {@link Columns#line}.
 */
final class RowsMoments {
    private RowsMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        start(o, grid, unit, scratch.columns);
        int each = height / Columns.STREAMS;
        for (int line = 0; line < each; line++) {
            addFour(o.x, first + line * stride, each * stride, columns, scratch.columns);
        }
        for (int line = Columns.STREAMS * each; line < height; line++) {
            add(o.x, first + line * stride, columns, scratch.columns);
        }
        if (grid.rest(unit) > 0) {
            add(o.x, first + height * stride, grid.rest(unit), scratch.columns);
        }
        WideColumns.LEAVE_MOMENTS.run(o, unit, scratch);
    }

    /** Begins the sums around the first row, one by one of which would take as long as summing. */
    private static void start(Operands o, Rows grid, int unit, MemorySegment sums) {
        int width = grid.width(unit);
        MemorySegment x = o.x.asSlice(Float32.bytes(grid.first(unit)), Float32.bytes(width));
        DoubleVector largest = Wide.broadcast(Double.MAX_VALUE);
        int c = 0;
        for (; c <= width - WIDTH; c += WIDTH) {
            DoubleVector pivots = widen(x, c);
            Wide.store(Wide.zero().blend(pivots, pivots.abs().compare(VectorOperators.LE, largest)), sums, c);
        }
        for (; c < width; c++) {
            Columns.set(sums, c, Pivot.of(Float32.get(x, c)));
        }
        Columns.start(grid, unit, sums);
    }

    /** Adds the beginnings of four lines, a stride apart. */
    static void addFour(MemorySegment memory, long first, long stride, int columns, MemorySegment sums) {
        MemorySegment x0 = memory.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment x1 = memory.asSlice(Float32.bytes(first + stride), Float32.bytes(columns));
        MemorySegment x2 = memory.asSlice(Float32.bytes(first + 2 * stride), Float32.bytes(columns));
        MemorySegment x3 = memory.asSlice(Float32.bytes(first + 3 * stride), Float32.bytes(columns));
        DoubleVector ones = Wide.broadcast(1);
        int whole = Wide.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector centers = Wide.load(sums, j);
            DoubleVector s = Wide.load(sums, Columns.FIRST + j);
            DoubleVector q = Wide.load(sums, Columns.SECOND + j);
            DoubleVector d0 = widen(x0, j).sub(centers);
            s = d0.fma(ones, s);
            q = d0.fma(d0, q);
            DoubleVector d1 = widen(x1, j).sub(centers);
            s = d1.fma(ones, s);
            q = d1.fma(d1, q);
            DoubleVector d2 = widen(x2, j).sub(centers);
            s = d2.fma(ones, s);
            q = d2.fma(d2, q);
            DoubleVector d3 = widen(x3, j).sub(centers);
            s = d3.fma(ones, s);
            q = d3.fma(d3, q);
            Wide.store(s, sums, Columns.FIRST + j);
            Wide.store(q, sums, Columns.SECOND + j);
        }
        if (whole < columns) {
            addRest(memory, first, stride, Columns.STREAMS, whole, columns, sums);
        }
    }

    /** Adds the beginning of a line. */
    static void add(MemorySegment memory, long first, int columns, MemorySegment sums) {
        MemorySegment x = memory.asSlice(Float32.bytes(first), Float32.bytes(columns));
        DoubleVector ones = Wide.broadcast(1);
        int whole = Wide.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector centers = Wide.load(sums, j);
            DoubleVector s = Wide.load(sums, Columns.FIRST + j);
            DoubleVector q = Wide.load(sums, Columns.SECOND + j);
            DoubleVector d = widen(x, j).sub(centers);
            s = d.fma(ones, s);
            q = d.fma(d, q);
            Wide.store(s, sums, Columns.FIRST + j);
            Wide.store(q, sums, Columns.SECOND + j);
        }
        if (whole < columns) {
            addRest(memory, first, 0, 1, whole, columns, sums);
        }
    }

    /** What comes after whole vectors. In a method of its own, whose many nodes are not to keep C2 from inlining vectors. */
    private static void addRest(MemorySegment x, long first, long stride, int lines, int from, int columns, MemorySegment sums) {
        for (int line = 0; line < lines; line++) {
            for (int j = from; j < columns; j++) {
                double d = Float32.get(x, first + line * stride + j) - Columns.get(sums, j);
                Columns.add(sums, j, d, d);
            }
        }
    }
}
