package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.vector.SumVectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.widen;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;
import org.lanewise.kernel.vector.SumVectors;

/**
 * Operation MOMENTS over planes: s = sum(d), q = sum(d²) with d = x - pivot, in lanes. {@link PlanesGradientSums} is a
 * text of its own: it loads two tensors, and with as many vectors at a time as here C2 would box them.
 */
public final class PlanesMoments {
    private PlanesMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int width = grid.width(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        if (SumVectors.PASSES == 1 && !grid.isLarge()) {
            addInCache(o, start, stride, runs, width, length, scratch.sums);
            Lanes.leaveHalves(o.partials, grid, unit, scratch.sums);
            return;
        }
        Lanes.start(grid, unit, scratch.sums);
        for (int c = 0; c < width; c++) {
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = Pivot.of(Float32.get(o.x, start + c * grid.spatial()));
        }
        for (int r = 0; r < runs; r++) {
            add(o, start + r * stride, 0, width, length, scratch.sums);
        }
        Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
    }

    /**
     * Sums a unit channel by channel, so that sums stay in registers from run to run, and leaves halves: see
     * {@link Lanes#leaveHalves}. Not for a tensor in memory, which is better read in its order, nor for vectors of 128
     * bits, which C2 would box here.
     */
    private static void addInCache(
            Operands o, long first, long stride, int runs, int width, int length, double[] sums) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes((runs - 1) * stride + width * length));
        DoubleVector ones = SumVectors.broadcast(1);
        int inLanes = Lanes.inLanes(length);
        int step = (int) stride;
        for (int c = 0; c < width; c++) {
            int slot = c * Lanes.SLOT;
            int begin = c * length;
            int last = begin + runs * step;
            double pivot = Pivot.of(Float32.get(x, begin));
            DoubleVector pivots = SumVectors.broadcast(pivot);
            DoubleVector s0 = SumVectors.zero();
            DoubleVector s1 = SumVectors.zero();
            DoubleVector s2 = SumVectors.zero();
            DoubleVector s3 = SumVectors.zero();
            DoubleVector q0 = SumVectors.zero();
            DoubleVector q1 = SumVectors.zero();
            DoubleVector q2 = SumVectors.zero();
            DoubleVector q3 = SumVectors.zero();
            for (int run = begin; run < last; run += step) {
                for (int i = run, end = run + inLanes; i != end; i += Lanes.LANES) {
                    DoubleVector d0 = widen(x, i).sub(pivots);
                    DoubleVector d1 = widen(x, i + WIDTH).sub(pivots);
                    s0 = d0.fma(ones, s0);
                    s1 = d1.fma(ones, s1);
                    q0 = d0.fma(d0, q0);
                    q1 = d1.fma(d1, q1);
                    if (SumVectors.FOUR) {
                        DoubleVector d2 = widen(x, i + 2 * WIDTH).sub(pivots);
                        DoubleVector d3 = widen(x, i + 3 * WIDTH).sub(pivots);
                        s2 = d2.fma(ones, s2);
                        s3 = d3.fma(ones, s3);
                        q2 = d2.fma(d2, q2);
                        q3 = d3.fma(d3, q3);
                    }
                }
            }
            SumVectors.storeHalves(s0, s1, s2, s3, sums, slot);
            SumVectors.storeHalves(q0, q1, q2, q3, sums, slot + Lanes.PRODUCTS);
            double s = 0;
            double q = 0;
            for (int run = begin; run < last; run += step) {
                for (int i = run + inLanes; i < run + length; i++) {
                    double d = Float32.get(x, i) - pivot;
                    s += d;
                    q = Math.fma(d, d, q);
                }
            }
            sums[slot + Lanes.TAIL] = s;
            sums[slot + Lanes.PRODUCTS_TAIL] = q;
            sums[slot + Lanes.CENTER] = pivot;
        }
    }

    /** Adds the runs of neighbouring channels, to the sums from a slot on. */
    public static void add(Operands o, long first, int slots, int width, int length, double[] sums) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        DoubleVector ones = SumVectors.broadcast(1);
        for (int c = 0; c < width; c++) {
            int slot = (slots + c) * Lanes.SLOT;
            int begin = c * length;
            int tail = begin + Lanes.inLanes(length);
            double pivot = sums[slot + Lanes.CENTER];
            DoubleVector pivots = SumVectors.broadcast(pivot);
            for (int pass = 0; pass < SumVectors.PASSES; pass++) {
                int s = slot + pass * SumVectors.PASS;
                int q = s + Lanes.PRODUCTS;
                DoubleVector s0 = SumVectors.load(sums, s);
                DoubleVector s1 = SumVectors.load(sums, s + WIDTH);
                DoubleVector s2 = SumVectors.loadIfFour(sums, s + 2 * WIDTH);
                DoubleVector s3 = SumVectors.loadIfFour(sums, s + 3 * WIDTH);
                DoubleVector q0 = SumVectors.load(sums, q);
                DoubleVector q1 = SumVectors.load(sums, q + WIDTH);
                DoubleVector q2 = SumVectors.loadIfFour(sums, q + 2 * WIDTH);
                DoubleVector q3 = SumVectors.loadIfFour(sums, q + 3 * WIDTH);
                for (int i = begin + pass * SumVectors.PASS; i < tail; i += Lanes.LANES) {
                    DoubleVector d0 = widen(x, i).sub(pivots);
                    DoubleVector d1 = widen(x, i + WIDTH).sub(pivots);
                    s0 = d0.fma(ones, s0);
                    s1 = d1.fma(ones, s1);
                    q0 = d0.fma(d0, q0);
                    q1 = d1.fma(d1, q1);
                    if (SumVectors.FOUR) {
                        DoubleVector d2 = widen(x, i + 2 * WIDTH).sub(pivots);
                        DoubleVector d3 = widen(x, i + 3 * WIDTH).sub(pivots);
                        s2 = d2.fma(ones, s2);
                        s3 = d3.fma(ones, s3);
                        q2 = d2.fma(d2, q2);
                        q3 = d3.fma(d3, q3);
                    }
                }
                SumVectors.store(s0, s1, s2, s3, sums, s);
                SumVectors.store(q0, q1, q2, q3, sums, q);
            }
            for (int i = tail; i < begin + length; i++) {
                double d = Float32.get(x, i) - pivot;
                sums[slot + Lanes.TAIL] += d;
                sums[slot + Lanes.PRODUCTS_TAIL] = Math.fma(d, d, sums[slot + Lanes.PRODUCTS_TAIL]);
            }
        }
    }
}
