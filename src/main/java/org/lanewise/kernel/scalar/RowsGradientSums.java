package org.lanewise.kernel.scalar;

import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;

/** Operation GRADIENT_SUMS over rows: s = sum(dy), q = sum(dy·d) with d = x - center, down each column. */
final class RowsGradientSums {
    private RowsGradientSums() {}

    static void run(Operands o, int unit, double[] scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int width = grid.width(unit);
        int channel = grid.channel(unit);
        int slot = grid.slot(channel, grid.part(unit));
        for (int c = 0; c < width; c++) {
            double center = o.center[channel + c];
            double s = 0;
            double q = 0;
            for (int r = 0; r < height; r++) {
                long index = grid.first(unit) + c + (long) r * grid.channels();
                double e = Float32.get(o.dy, index);
                s += e;
                q = Math.fma(e, Float32.get(o.x, index) - center, q);
            }
            o.first[slot + c] = s;
            o.second[slot + c] = q;
        }
    }
}
