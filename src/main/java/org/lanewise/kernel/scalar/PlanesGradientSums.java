package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;

/** Operation GRADIENT_SUMS over planes: s = sum(dy), q = sum(dy·d) with d = x - center, in lanes. */
final class PlanesGradientSums {
    private PlanesGradientSums() {}

    static void run(Operands o, int unit, double[] scratch) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int tiled = Lanes.tiled(length);
        double center = o.center[grid.channel(unit)];
        Arrays.fill(scratch, 0, Lanes.SCRATCH, 0);
        double tailS = 0;
        double tailQ = 0;
        for (int r = 0; r < grid.runs(unit); r++) {
            long first = grid.first(unit) + r * grid.stride();
            MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
            MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(length));
            for (int i = 0; i < tiled; i += Lanes.LANES) {
                for (int lane = 0; lane < Lanes.LANES; lane++) {
                    double e = Float32.get(dy, i + lane);
                    scratch[lane] += e;
                    double d = Float32.get(x, i + lane) - center;
                    scratch[Lanes.LANES + lane] = Math.fma(e, d, scratch[Lanes.LANES + lane]);
                }
            }
            for (int i = tiled; i < length; i++) {
                double e = Float32.get(dy, i);
                tailS += e;
                tailQ = Math.fma(e, Float32.get(x, i) - center, tailQ);
            }
        }
        o.first[unit] = Lanes.fold(scratch, 0) + tailS;
        o.second[unit] = Lanes.fold(scratch, Lanes.LANES) + tailQ;
    }
}
