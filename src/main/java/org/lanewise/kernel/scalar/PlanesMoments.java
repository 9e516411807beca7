package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Pivot;
import org.lanewise.kernel.Planes;

/** Operation MOMENTS over planes: s = sum(d), q = sum(d²) with d = x - pivot, in lanes. */
final class PlanesMoments {
    private PlanesMoments() {}

    static void run(Operands o, int unit, double[] scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int tiled = Lanes.tiled(length);
        double pivot = Pivot.of(Float32.get(o.x, grid.first(unit)));
        Arrays.fill(scratch, 0, Lanes.SCRATCH, 0);
        double tailS = 0;
        double tailQ = 0;
        for (int r = 0; r < runs; r++) {
            MemorySegment x = o.x.asSlice(Float32.bytes(grid.first(unit) + r * grid.stride()), Float32.bytes(length));
            for (int i = 0; i < tiled; i += Lanes.LANES) {
                for (int lane = 0; lane < Lanes.LANES; lane++) {
                    double d = Float32.get(x, i + lane) - pivot;
                    scratch[lane] += d;
                    scratch[Lanes.LANES + lane] = Math.fma(d, d, scratch[Lanes.LANES + lane]);
                }
            }
            for (int i = tiled; i < length; i++) {
                double d = Float32.get(x, i) - pivot;
                tailS += d;
                tailQ = Math.fma(d, d, tailQ);
            }
        }
        long n = (long) runs * length;
        double sum = Lanes.fold(scratch, 0) + tailS;
        o.first[unit] = Pivot.mean(pivot, sum, n);
        o.second[unit] = Pivot.squares(sum, Lanes.fold(scratch, Lanes.LANES) + tailQ, n);
    }
}
