package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;

/** Operation GRADIENT_SUMS over planes: s = sum(dy), q = sum(dy·d) with d = x - center, in lanes. */
final class PlanesGradientSums {
    private PlanesGradientSums() {}

    static void run(Operands o, int unit, double[] scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int tiled = Lanes.tiled(length);
        long first = grid.first(unit);
        double center = o.center[grid.channel(unit)];
        DoubleVector centers = Wide.broadcast(center);
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
                MemorySegment dy = o.dy.asSlice(Float32.bytes(first + r * grid.stride()), Float32.bytes(length));
                for (int i = pass * Wide.PASS; i < tiled; i += Lanes.LANES) {
                    DoubleVector e0 = widen(dy, i);
                    DoubleVector e1 = widen(dy, i + WIDTH);
                    s0 = s0.add(e0);
                    s1 = s1.add(e1);
                    q0 = e0.fma(widen(x, i).sub(centers), q0);
                    q1 = e1.fma(widen(x, i + WIDTH).sub(centers), q1);
                    if (Wide.FOUR) {
                        DoubleVector e2 = widen(dy, i + 2 * WIDTH);
                        DoubleVector e3 = widen(dy, i + 3 * WIDTH);
                        s2 = s2.add(e2);
                        s3 = s3.add(e3);
                        q2 = e2.fma(widen(x, i + 2 * WIDTH).sub(centers), q2);
                        q3 = e3.fma(widen(x, i + 3 * WIDTH).sub(centers), q3);
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
                    double e = Float32.get(o.dy, run + i);
                    tailS += e;
                    tailQ = Math.fma(e, Float32.get(o.x, run + i) - center, tailQ);
                }
            }
        }
        o.first[unit] = Lanes.fold(scratch, 0) + tailS;
        o.second[unit] = Lanes.fold(scratch, Lanes.LANES) + tailQ;
    }
}
