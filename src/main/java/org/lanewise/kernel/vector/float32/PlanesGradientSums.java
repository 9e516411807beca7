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
import org.lanewise.kernel.vector.SumVectors;

/** Operation GRADIENT_SUMS over planes: s = sum(dy), q = sum(dy·d) with d = x - center, in lanes. */
public final class PlanesGradientSums {
    /**
     * The lanes that are summed at a time: two vectors. (With four, of 256 bits, the loop has eight conversions, more
     * than C2 inlines in many programs: then every vector is boxed.)
     */
    private static final int PASS = 2 * WIDTH;

    private PlanesGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        int length = grid.length(unit);
        int width = grid.width(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        if (!grid.isLarge()) {
            addInCache(o, start, stride, runs, grid.channel(unit), width, length, scratch.sums);
            Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
            return;
        }
        Lanes.startGradientSums(o.center, grid, unit, scratch.sums);
        for (int r = 0; r < runs; r++) {
            add(o, start + r * stride, 0, width, length, scratch.sums);
        }
        Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
    }

    /**
     * Sums a unit channel by channel, so that sums stay in registers from run to run. Not for a tensor in memory, which
     * is better read in its order.
     */
    private static void addInCache(
            Operands o, long first, long stride, int runs, int channel, int width, int length, double[] sums) {
        long bytes = Float32.bytes((runs - 1) * stride + width * length);
        MemorySegment x = o.x.asSlice(Float32.bytes(first), bytes);
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), bytes);
        DoubleVector ones = SumVectors.broadcast(1);
        int inLanes = Lanes.inLanes(length);
        int step = (int) stride;
        for (int c = 0; c < width; c++) {
            int slot = c * Lanes.SLOT;
            int begin = c * length;
            int last = begin + runs * step;
            double center = o.center[channel + c];
            DoubleVector centers = SumVectors.broadcast(center);
            for (int lane = 0; lane < Lanes.LANES; lane += PASS) {
                DoubleVector s0 = SumVectors.zero();
                DoubleVector s1 = SumVectors.zero();
                DoubleVector q0 = SumVectors.zero();
                DoubleVector q1 = SumVectors.zero();
                for (int run = begin; run < last; run += step) {
                    for (int i = run + lane, end = i + inLanes; i != end; i += Lanes.LANES) {
                        DoubleVector e0 = widen(dy, i);
                        DoubleVector e1 = widen(dy, i + WIDTH);
                        s0 = e0.fma(ones, s0);
                        s1 = e1.fma(ones, s1);
                        q0 = e0.fma(widen(x, i).sub(centers), q0);
                        q1 = e1.fma(widen(x, i + WIDTH).sub(centers), q1);
                    }
                }
                s0.intoArray(sums, slot + lane);
                s1.intoArray(sums, slot + lane + WIDTH);
                q0.intoArray(sums, slot + Lanes.PRODUCTS + lane);
                q1.intoArray(sums, slot + Lanes.PRODUCTS + lane + WIDTH);
            }
            double s = 0;
            double q = 0;
            for (int run = begin; run < last; run += step) {
                for (int i = run + inLanes; i < run + length; i++) {
                    double e = Float32.get(dy, i);
                    s += e;
                    q = Math.fma(e, Float32.get(x, i) - center, q);
                }
            }
            sums[slot + Lanes.TAIL] = s;
            sums[slot + Lanes.PRODUCTS_TAIL] = q;
        }
    }

    /** Adds the runs of neighbouring channels, to the sums from a slot on. */
    public static void add(Operands o, long first, int slots, int width, int length, double[] sums) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        DoubleVector ones = SumVectors.broadcast(1);
        for (int c = 0; c < width; c++) {
            int slot = (slots + c) * Lanes.SLOT;
            int begin = c * length;
            int tail = begin + Lanes.inLanes(length);
            double center = sums[slot + Lanes.CENTER];
            DoubleVector centers = SumVectors.broadcast(center);
            for (int s = slot; s < slot + Lanes.LANES; s += PASS) {
                int q = s + Lanes.PRODUCTS;
                DoubleVector s0 = SumVectors.load(sums, s);
                DoubleVector s1 = SumVectors.load(sums, s + WIDTH);
                DoubleVector q0 = SumVectors.load(sums, q);
                DoubleVector q1 = SumVectors.load(sums, q + WIDTH);
                // Not counted, to C2: a short run would end before an unrolled loop begins. See Runs.
                for (int i = begin + s - slot, end = tail + s - slot; i != end; i += Lanes.LANES) {
                    DoubleVector e0 = widen(dy, i);
                    DoubleVector e1 = widen(dy, i + WIDTH);
                    s0 = e0.fma(ones, s0);
                    s1 = e1.fma(ones, s1);
                    q0 = e0.fma(widen(x, i).sub(centers), q0);
                    q1 = e1.fma(widen(x, i + WIDTH).sub(centers), q1);
                }
                s0.intoArray(sums, s);
                s1.intoArray(sums, s + WIDTH);
                q0.intoArray(sums, q);
                q1.intoArray(sums, q + WIDTH);
            }
            for (int i = tail; i < begin + length; i++) {
                double e = Float32.get(dy, i);
                sums[slot + Lanes.TAIL] += e;
                sums[slot + Lanes.PRODUCTS_TAIL] =
                        Math.fma(e, Float32.get(x, i) - center, sums[slot + Lanes.PRODUCTS_TAIL]);
            }
        }
    }
}
