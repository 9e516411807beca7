package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;
import org.lanewise.kernel.Scratch;

/** Operation GRADIENT_SUMS over planes: s = sum(dy), q = sum(dy·d) with d = x - center, in lanes. */
final class PlanesGradientSums {
    private PlanesGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int width = grid.width(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        Lanes.startGradientSums(o, grid, unit, scratch.sums);
        for (int r = 0; r < runs; r++) {
            add(o, start + r * stride, 0, width, length, scratch.sums);
        }
        Lanes.leaveGradientSums(o, grid, unit, scratch.sums);
    }

    /** Adds the runs of neighbouring channels, to the sums from a slot on. */
    static void add(Operands o, long first, int slots, int width, int length, double[] sums) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        DoubleVector ones = Wide.broadcast(1);
        for (int c = 0; c < width; c++) {
            int slot = (slots + c) * Lanes.SLOT;
            int begin = c * length;
            int tiled = begin + Lanes.tiled(length);
            double center = sums[slot + Lanes.CENTER];
            DoubleVector centers = Wide.broadcast(center);
            for (int pass = 0; pass < Wide.PASSES; pass++) {
                int s = slot + pass * Wide.PASS;
                int q = s + Lanes.SECOND;
                DoubleVector s0 = Wide.load(sums, s);
                DoubleVector s1 = Wide.load(sums, s + WIDTH);
                DoubleVector s2 = Wide.loadIfFour(sums, s + 2 * WIDTH);
                DoubleVector s3 = Wide.loadIfFour(sums, s + 3 * WIDTH);
                DoubleVector q0 = Wide.load(sums, q);
                DoubleVector q1 = Wide.load(sums, q + WIDTH);
                DoubleVector q2 = Wide.loadIfFour(sums, q + 2 * WIDTH);
                DoubleVector q3 = Wide.loadIfFour(sums, q + 3 * WIDTH);
                for (int i = begin + pass * Wide.PASS; i < tiled; i += Lanes.LANES) {
                    DoubleVector e0 = widen(dy, i);
                    DoubleVector e1 = widen(dy, i + WIDTH);
                    s0 = e0.fma(ones, s0);
                    s1 = e1.fma(ones, s1);
                    q0 = e0.fma(widen(x, i).sub(centers), q0);
                    q1 = e1.fma(widen(x, i + WIDTH).sub(centers), q1);
                    if (Wide.FOUR) {
                        DoubleVector e2 = widen(dy, i + 2 * WIDTH);
                        DoubleVector e3 = widen(dy, i + 3 * WIDTH);
                        s2 = e2.fma(ones, s2);
                        s3 = e3.fma(ones, s3);
                        q2 = e2.fma(widen(x, i + 2 * WIDTH).sub(centers), q2);
                        q3 = e3.fma(widen(x, i + 3 * WIDTH).sub(centers), q3);
                    }
                }
                Wide.store(s0, s1, s2, s3, sums, s);
                Wide.store(q0, q1, q2, q3, sums, q);
            }
            for (int i = tiled; i < begin + length; i++) {
                double e = Float32.get(dy, i);
                sums[slot + Lanes.TAIL] += e;
                sums[slot + Lanes.SECOND_TAIL] = Math.fma(e, Float32.get(x, i) - center, sums[slot + Lanes.SECOND_TAIL]);
            }
        }
    }
}
