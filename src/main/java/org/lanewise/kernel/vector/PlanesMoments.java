package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;

/** Operation MOMENTS over planes: s = sum(d), q = sum(d²) with d = x - pivot, in lanes. */
final class PlanesMoments {
    private PlanesMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int width = grid.width(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        Lanes.start(grid, unit, scratch.sums);
        for (int c = 0; c < width; c++) {
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = Pivot.of(Float32.get(o.x, start + c * grid.spatial()));
        }
        for (int r = 0; r < runs; r++) {
            add(o.x, start + r * stride, 0, width, length, scratch.sums);
        }
        Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
    }

    /** Adds the runs of neighbouring channels, to the sums from a slot on. */
    static void add(MemorySegment memory, long first, int slots, int width, int length, double[] sums) {
        MemorySegment x = memory.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        DoubleVector ones = Wide.broadcast(1);
        for (int c = 0; c < width; c++) {
            int slot = (slots + c) * Lanes.SLOT;
            int begin = c * length;
            int tiled = begin + Lanes.tiled(length);
            double pivot = sums[slot + Lanes.CENTER];
            DoubleVector pivots = Wide.broadcast(pivot);
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
                    DoubleVector d0 = widen(x, i).sub(pivots);
                    DoubleVector d1 = widen(x, i + WIDTH).sub(pivots);
                    s0 = d0.fma(ones, s0);
                    s1 = d1.fma(ones, s1);
                    q0 = d0.fma(d0, q0);
                    q1 = d1.fma(d1, q1);
                    if (Wide.FOUR) {
                        DoubleVector d2 = widen(x, i + 2 * WIDTH).sub(pivots);
                        DoubleVector d3 = widen(x, i + 3 * WIDTH).sub(pivots);
                        s2 = d2.fma(ones, s2);
                        s3 = d3.fma(ones, s3);
                        q2 = d2.fma(d2, q2);
                        q3 = d3.fma(d3, q3);
                    }
                }
                Wide.store(s0, s1, s2, s3, sums, s);
                Wide.store(q0, q1, q2, q3, sums, q);
            }
            for (int i = tiled; i < begin + length; i++) {
                double d = Float32.get(x, i) - pivot;
                sums[slot + Lanes.TAIL] += d;
                sums[slot + Lanes.SECOND_TAIL] = Math.fma(d, d, sums[slot + Lanes.SECOND_TAIL]);
            }
        }
    }
}
