package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.vector.SumVectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.widen;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.lanewise.kernel.c2.Barrier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Pivot;
import org.lanewise.kernel.vector.SumColumns;
import org.lanewise.kernel.vector.SumVectors;

/**
 * Operation MOMENTS over rows: s = sum(d), q = sum(d²) with d = x - pivot, down each column. Four lines are added at a
 * time, so that sums are loaded and stored for every fourth line only: see {@link Columns#line}.
 * {@link RowsGradientSums} is a text of its own: it adds two lines at a time.
 */
public final class RowsMoments {
    /**
     * Behind a barrier: called once a unit, it may have no profile yet when C2 compiles {@link #run}. Inlined there,
     * its vectors would all be objects.
     */
    private static final Kernel START = new Barrier(RowsMoments::start);

    private RowsMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        START.run(o, unit, scratch);
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
        SumColumns.LEAVE_MOMENTS.run(o, unit, scratch);
    }

    /**
     * Sets each column's pivot to its element of the first row, with vectors: element by element this would take as
     * long as the sums themselves.
     */
    private static void start(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment sums = scratch.columns;
        int width = grid.width(unit);
        MemorySegment x = o.x.asSlice(Float32.bytes(grid.first(unit)), Float32.bytes(width));
        DoubleVector largest = SumVectors.broadcast(Double.MAX_VALUE);
        int c = 0;
        for (; c <= width - WIDTH; c += WIDTH) {
            DoubleVector pivots = widen(x, c);
            SumVectors.store(
                    SumVectors.zero().blend(pivots, pivots.abs().compare(VectorOperators.LE, largest)), sums, c);
        }
        for (; c < width; c++) {
            Columns.set(sums, c, Pivot.of(Float32.get(x, c)));
        }
        Columns.start(grid, unit, sums);
    }

    /** Adds the beginnings of four lines, a stride apart. */
    public static void addFour(Operands o, long first, long stride, int columns, MemorySegment sums) {
        MemorySegment x0 = o.x.asSlice(Float32.bytes(first), Float32.bytes(columns));
        MemorySegment x1 = o.x.asSlice(Float32.bytes(first + stride), Float32.bytes(columns));
        MemorySegment x2 = o.x.asSlice(Float32.bytes(first + 2 * stride), Float32.bytes(columns));
        MemorySegment x3 = o.x.asSlice(Float32.bytes(first + 3 * stride), Float32.bytes(columns));
        DoubleVector ones = SumVectors.broadcast(1);
        int whole = SumVectors.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector centers = SumVectors.load(sums, j);
            DoubleVector s = SumVectors.load(sums, Columns.SUMS + j);
            DoubleVector q = SumVectors.load(sums, Columns.PRODUCTS + j);
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
            SumVectors.store(s, sums, Columns.SUMS + j);
            SumVectors.store(q, sums, Columns.PRODUCTS + j);
        }
        if (whole < columns) {
            addRest(o, first, stride, Columns.STREAMS, whole, columns, sums);
        }
    }

    /** Adds the beginning of a line. */
    public static void add(Operands o, long first, int columns, MemorySegment sums) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(columns));
        DoubleVector ones = SumVectors.broadcast(1);
        int whole = SumVectors.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector centers = SumVectors.load(sums, j);
            DoubleVector s = SumVectors.load(sums, Columns.SUMS + j);
            DoubleVector q = SumVectors.load(sums, Columns.PRODUCTS + j);
            DoubleVector d = widen(x, j).sub(centers);
            s = d.fma(ones, s);
            q = d.fma(d, q);
            SumVectors.store(s, sums, Columns.SUMS + j);
            SumVectors.store(q, sums, Columns.PRODUCTS + j);
        }
        if (whole < columns) {
            addRest(o, first, 0, 1, whole, columns, sums);
        }
    }

    /**
     * Adds what comes after whole vectors. A method of its own, so that its many nodes don't keep C2 from inlining
     * vectors.
     */
    private static void addRest(
            Operands o, long first, long stride, int lines, int from, int columns, MemorySegment sums) {
        for (int line = 0; line < lines; line++) {
            for (int j = from; j < columns; j++) {
                double d = Float32.get(o.x, first + line * stride + j) - Columns.get(sums, j);
                Columns.add(sums, j, d, d);
            }
        }
    }
}
