package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.lanewise.kernel.c2.Barrier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.Columns;

/** {@link Columns}, with vectors: one by one, to end the sums takes as long as summing. */
final class WideColumns {
    /** As {@link Columns#leaveMoments}. */
    static final Kernel LEAVE_MOMENTS = new Barrier(WideColumns::leaveMoments);

    /** As {@link Columns#leaveGradientSums}. */
    static final Kernel LEAVE_GRADIENT_SUMS = new Barrier(WideColumns::leaveGradientSums);

    private WideColumns() {}

    private static void leaveMoments(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment sums = scratch.columns;
        int width = grid.width(unit);
        fold(sums, width, grid.columns(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        DoubleVector inverses = Wide.broadcast(1.0 / grid.count(grid.part(unit)));
        int c = 0;
        for (; c <= width - WIDTH; c += WIDTH) {
            DoubleVector s = Wide.load(sums, Columns.FIRST + c);
            DoubleVector distance = s.mul(inverses);
            Wide.load(sums, c).add(distance).intoArray(o.partials.first(), slot + c);
            Wide.load(sums, Columns.SECOND + c).sub(s.mul(distance)).max(0).intoArray(o.partials.second(), slot + c);
        }
        Columns.meansAndSquares(o.partials, grid, unit, sums, c);
    }

    private static void leaveGradientSums(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment sums = scratch.columns;
        fold(sums, grid.width(unit), grid.columns(unit));
        Columns.copySums(o.partials, grid, unit, sums);
    }

    /** Whether the sums of all columns are finite. */
    static boolean areFinite(MemorySegment sums, int columns) {
        // Sums times 0 are 0 or NaN, whatever the order in which they are added.
        DoubleVector zero = Wide.zero();
        DoubleVector check = zero;
        int whole = Wide.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            check = Wide.load(sums, Columns.FIRST + j).fma(zero, Wide.load(sums, Columns.SECOND + j).fma(zero, check));
        }
        double rest = 0;
        for (int j = whole; j < columns; j++) {
            rest += 0 * Columns.get(sums, Columns.FIRST + j) + 0 * Columns.get(sums, Columns.SECOND + j);
        }
        return check.reduceLanes(VectorOperators.ADD) + rest == 0;
    }

    private static void fold(MemorySegment sums, int width, int columns) {
        for (int j = width; j < columns; j += width) {
            fold(sums, Columns.FIRST, width, j);
            fold(sums, Columns.SECOND, width, j);
        }
    }

    private static void fold(MemorySegment sums, int first, int width, int j) {
        int c = 0;
        for (; c <= width - WIDTH; c += WIDTH) {
            Wide.store(Wide.load(sums, first + c).add(Wide.load(sums, first + j + c)), sums, first + c);
        }
        for (; c < width; c++) {
            Columns.set(sums, first + c, Columns.get(sums, first + c) + Columns.get(sums, first + j + c));
        }
    }
}
