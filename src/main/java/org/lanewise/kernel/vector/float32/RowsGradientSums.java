package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.vector.SumVectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.widen;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.vector.SumColumns;
import org.lanewise.kernel.vector.SumVectors;

/**
 * Operation GRADIENT_SUMS over rows: s = sum(dy), q = sum(dy·d) with d = x - center, down each column, in the order of
 * {@link Columns#line}. Two lines are added at a time, so that sums are loaded and stored for every second line only.
 */
public final class RowsGradientSums {
    private RowsGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        Columns.startGradientSums(o.center, grid, unit, scratch.columns);
        int each = height / Columns.STREAMS;
        for (int line = 0; line < each; line++) {
            addFour(o, first + line * stride, each * stride, columns, scratch.columns);
        }
        for (int line = Columns.STREAMS * each; line < height; line++) {
            add(o, first + line * stride, columns, scratch.columns);
        }
        if (grid.rest(unit) > 0) {
            add(o, first + height * stride, grid.rest(unit), scratch.columns);
        }
        SumColumns.LEAVE_GRADIENT_SUMS.run(o, unit, scratch);
    }

    /** Adds the beginnings of four lines, a stride apart. */
    public static void addFour(Operands o, long first, long stride, int columns, MemorySegment sums) {
        // One call in a loop, not two calls: the nodes that C2 inlines here count against all it inlines around it.
        for (int line = 0; line < Columns.STREAMS; line += 2) {
            addTwo(o, first + line * stride, stride, columns, sums);
        }
    }

    /**
     * Adds the beginnings of two lines. (Four at once are no faster, and so near to the most nodes that C2 inlines that
     * in some programs every vector is boxed.)
     */
    private static void addTwo(Operands o, long first, long stride, int columns, MemorySegment sums) {
        MemorySegment x0 = o.x.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment dy0 = o.dy.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment x1 = o.x.asSlice(Float32.bytes(first + stride), Float32.bytes(columns));
        MemorySegment dy1 = o.dy.asSlice(Float32.bytes(first + stride), Float32.bytes(columns));
        DoubleVector ones = SumVectors.broadcast(1);
        int whole = SumVectors.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector centers = SumVectors.load(sums, j);
            DoubleVector s = SumVectors.load(sums, Columns.SUMS + j);
            DoubleVector q = SumVectors.load(sums, Columns.PRODUCTS + j);
            DoubleVector e0 = widen(dy0, j);
            s = e0.fma(ones, s);
            q = e0.fma(widen(x0, j).sub(centers), q);
            DoubleVector e1 = widen(dy1, j);
            s = e1.fma(ones, s);
            q = e1.fma(widen(x1, j).sub(centers), q);
            SumVectors.store(s, sums, Columns.SUMS + j);
            SumVectors.store(q, sums, Columns.PRODUCTS + j);
        }
        if (whole < columns) {
            addRest(o, first, stride, 2, whole, columns, sums);
        }
    }

    /** Adds the beginning of a line. */
    public static void add(Operands o, long first, int columns, MemorySegment sums) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(columns));
        DoubleVector ones = SumVectors.broadcast(1);
        int whole = SumVectors.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector centers = SumVectors.load(sums, j);
            DoubleVector s = SumVectors.load(sums, Columns.SUMS + j);
            DoubleVector q = SumVectors.load(sums, Columns.PRODUCTS + j);
            DoubleVector e = widen(dy, j);
            s = e.fma(ones, s);
            q = e.fma(widen(x, j).sub(centers), q);
            SumVectors.store(s, sums, Columns.SUMS + j);
            SumVectors.store(q, sums, Columns.PRODUCTS + j);
        }
        if (whole < columns) {
            addRest(o, first, 0, 1, whole, columns, sums);
        }
    }

    /** As in RowsMoments. */
    private static void addRest(
            Operands o, long first, long stride, int lines, int from, int columns, MemorySegment sums) {
        for (int line = 0; line < lines; line++) {
            for (int j = from; j < columns; j++) {
                double e = Float32.get(o.dy, first + line * stride + j);
                double d = Float32.get(o.x, first + line * stride + j) - Columns.get(sums, j);
                Columns.add(sums, j, e, d);
            }
        }
    }
}
