package org.lanewise.kernel.scalar;

import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Pivot;
import org.lanewise.kernel.Rows;

/** Operation MOMENTS over rows: s = sum(d), q = sum(d²) with d = x - pivot, down each column. */
final class RowsMoments {
    private RowsMoments() {}

    static void run(Operands o, int unit, double[] scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int width = grid.width(unit);
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        for (int c = 0; c < width; c++) {
            long first = grid.first(unit) + c;
            double pivot = Pivot.of(Float32.get(o.x, first));
            double s = 0;
            double q = 0;
            for (int r = 0; r < height; r++) {
                double d = Float32.get(o.x, first + (long) r * grid.channels()) - pivot;
                s += d;
                q = Math.fma(d, d, q);
            }
            o.first[slot + c] = Pivot.mean(pivot, s, height);
            o.second[slot + c] = Pivot.squares(s, q, height);
        }
    }
}
