package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.SumVectors.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.lanewise.kernel.c2.Barrier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;

/** The end of {@link Columns}, with vectors: column by column it would take as long as the sums themselves. */
public final class SumColumns {
    /** As {@link Columns#leaveMoments}. */
    public static final Kernel LEAVE_MOMENTS = new Barrier(SumColumns::leaveMoments);

    /** As {@link Columns#leaveGradientSums}. */
    public static final Kernel LEAVE_GRADIENT_SUMS = new Barrier(SumColumns::leaveGradientSums);

    private SumColumns() {}

    private static void leaveMoments(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment sums = scratch.columns;
        int width = grid.width(unit);
        addUp(sums, width, grid.columns(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        DoubleVector inverses = SumVectors.broadcast(1.0 / grid.count(grid.part(unit)));
        int c = 0;
        for (; c <= width - WIDTH; c += WIDTH) {
            DoubleVector s = SumVectors.load(sums, Columns.SUMS + c);
            DoubleVector distance = s.mul(inverses);
            SumVectors.load(sums, c).add(distance).intoArray(o.partials.first(), slot + c);
            SumVectors.load(sums, Columns.PRODUCTS + c)
                    .sub(s.mul(distance))
                    .max(0)
                    .intoArray(o.partials.second(), slot + c);
        }
        Columns.leaveAddedUpMoments(o.partials, grid, unit, sums, c);
    }

    private static void leaveGradientSums(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment sums = scratch.columns;
        addUp(sums, grid.width(unit), grid.columns(unit));
        Columns.leaveAddedUpSums(o.partials, grid, unit, sums);
    }

    /** Whether the sums of all columns are finite. */
    public static boolean areFinite(MemorySegment sums, int columns) {
        // Sums times 0 are 0 or NaN, whatever the order in which they are added.
        DoubleVector zero = SumVectors.zero();
        DoubleVector check = zero;
        int whole = SumVectors.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            check = SumVectors.load(sums, Columns.SUMS + j)
                    .fma(zero, SumVectors.load(sums, Columns.PRODUCTS + j).fma(zero, check));
        }
        double rest = 0;
        for (int j = whole; j < columns; j++) {
            rest += 0 * Columns.get(sums, Columns.SUMS + j) + 0 * Columns.get(sums, Columns.PRODUCTS + j);
        }
        return check.reduceLanes(VectorOperators.ADD) + rest == 0;
    }

    private static void addUp(MemorySegment sums, int width, int columns) {
        for (int j = width; j < columns; j += width) {
            addUp(sums, Columns.SUMS, width, j);
            addUp(sums, Columns.PRODUCTS, width, j);
        }
    }

    private static void addUp(MemorySegment sums, int first, int width, int j) {
        int c = 0;
        for (; c <= width - WIDTH; c += WIDTH) {
            SumVectors.store(
                    SumVectors.load(sums, first + c).add(SumVectors.load(sums, first + j + c)), sums, first + c);
        }
        for (; c < width; c++) {
            Columns.set(sums, first + c, Columns.get(sums, first + c) + Columns.get(sums, first + j + c));
        }
    }
}
