package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
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
        long first = grid.first(unit);
        double pivot = Pivot.of(Float32.get(o.x, first));
        DoubleVector pivots = Wide.broadcast(pivot);
        for (int pass = 0; pass < Wide.PASSES; pass++) {
            DoubleVector s0 = Wide.zero();
            DoubleVector s1 = s0;
            DoubleVector s2 = s0;
            DoubleVector s3 = s0;
            DoubleVector q0 = s0;
            DoubleVector q1 = s0;
            DoubleVector q2 = s0;
            DoubleVector q3 = s0;
            for (int r = 0; r < runs; r++) {
                MemorySegment x = o.x.asSlice(Float32.bytes(first + r * grid.stride()), Float32.bytes(length));
                for (int i = pass * Wide.PASS; i < tiled; i += Lanes.LANES) {
                    DoubleVector d0 = widen(x, i).sub(pivots);
                    DoubleVector d1 = widen(x, i + WIDTH).sub(pivots);
                    s0 = s0.add(d0);
                    s1 = s1.add(d1);
                    q0 = d0.fma(d0, q0);
                    q1 = d1.fma(d1, q1);
                    if (Wide.FOUR) {
                        DoubleVector d2 = widen(x, i + 2 * WIDTH).sub(pivots);
                        DoubleVector d3 = widen(x, i + 3 * WIDTH).sub(pivots);
                        s2 = s2.add(d2);
                        s3 = s3.add(d3);
                        q2 = d2.fma(d2, q2);
                        q3 = d3.fma(d3, q3);
                    }
                }
            }
            Wide.leave(s0, s1, s2, s3, scratch, pass * Wide.PASS);
            Wide.leave(q0, q1, q2, q3, scratch, pass * Wide.PASS + Lanes.LANES);
        }
        double tailS = 0;
        double tailQ = 0;
        if (tiled < length) {
            for (int r = 0; r < runs; r++) {
                long run = first + r * grid.stride();
                for (int i = tiled; i < length; i++) {
                    double d = Float32.get(o.x, run + i) - pivot;
                    tailS += d;
                    tailQ = Math.fma(d, d, tailQ);
                }
            }
        }
        long n = (long) runs * length;
        double sum = Lanes.fold(scratch, 0) + tailS;
        o.first[unit] = Pivot.mean(pivot, sum, n);
        o.second[unit] = Pivot.squares(sum, Lanes.fold(scratch, Lanes.LANES) + tailQ, n);
    }
}
