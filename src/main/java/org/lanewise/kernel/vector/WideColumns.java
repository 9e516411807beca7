package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.Columns;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;

/** {@link Columns}, with vectors: one by one, beginning and ending the sums takes as long as summing. */
final class WideColumns {
    private WideColumns() {}

    static void leaveMoments(Operands o, Rows grid, int unit, MemorySegment sums) {
        int width = grid.width(unit);
        fold(sums, width, grid.columns(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        DoubleVector inverses = Wide.broadcast(1.0 / grid.count(grid.part(unit)));
        int c = 0;
        for (; c <= width - WIDTH; c += WIDTH) {
            DoubleVector s = Wide.load(sums, Columns.FIRST + c);
            DoubleVector distance = s.mul(inverses);
            Wide.load(sums, c).add(distance).intoArray(o.first, slot + c);
            Wide.load(sums, Columns.SECOND + c).sub(s.mul(distance)).max(0).intoArray(o.second, slot + c);
        }
        Columns.meansAndSquares(o, grid, unit, sums, c);
    }

    static void leaveGradientSums(Operands o, Rows grid, int unit, MemorySegment sums) {
        fold(sums, grid.width(unit), grid.columns(unit));
        Columns.copySums(o, grid, unit, sums);
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
