package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;

/** Operation GRADIENT_SUMS over planes: s = sum(dy), q = sum(dy·d) with d = x - center, in lanes. */
final class PlanesGradientSums {
    private PlanesGradientSums() {}

    static void run(Operands o, int unit) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int tiled = Lanes.tiled(length);
        double center = o.center[grid.channel(unit)];
        double[] s = new double[Lanes.LANES];
        double[] q = new double[Lanes.LANES];
        double tailS = 0;
        double tailQ = 0;
        for (int r = 0; r < grid.runs(unit); r++) {
            long first = grid.first(unit) + r * grid.stride();
            MemorySegment x = Float32.slice(o.x, first, length);
            MemorySegment dy = Float32.slice(o.dy, first, length);
            for (int i = 0; i < tiled; i += Lanes.LANES) {
                for (int lane = 0; lane < Lanes.LANES; lane++) {
                    double e = Float32.get(dy, i + lane);
                    s[lane] += e;
                    q[lane] = Math.fma(e, Float32.get(x, i + lane) - center, q[lane]);
                }
            }
            for (int i = tiled; i < length; i++) {
                double e = Float32.get(dy, i);
                tailS += e;
                tailQ = Math.fma(e, Float32.get(x, i) - center, tailQ);
            }
        }
        o.first[unit] = Lanes.fold(s) + tailS;
        o.second[unit] = Lanes.fold(q) + tailQ;
    }
}
