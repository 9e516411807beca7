package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;

/**
 * Operation GRADIENT_SUMS over rows: s = sum(dy), q = sum(dy·d) with d = x - center, down each column; four vectors of
 * columns at a time, then one, then single columns.
 */
final class RowsGradientSums {
    private RowsGradientSums() {}

    static void run(Operands o, int unit) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int width = grid.width(unit);
        int stride = grid.channels();
        int channel = grid.channel(unit);
        int slot = grid.slot(channel, grid.part(unit));
        MemorySegment x = Float32.slice(o.x, grid.first(unit), grid.span(unit));
        MemorySegment dy = Float32.slice(o.dy, grid.first(unit), grid.span(unit));
        int c = 0;
        for (; c <= width - 4 * WIDTH; c += 4 * WIDTH) {
            four(x, dy, c, height, stride, o.center, channel + c, o.first, o.second, slot + c);
        }
        for (; c <= width - WIDTH; c += WIDTH) {
            one(x, dy, c, height, stride, o.center, channel + c, o.first, o.second, slot + c);
        }
        for (; c < width; c++) {
            column(x, dy, c, height, stride, o.center[channel + c], o.first, o.second, slot + c);
        }
    }

    private static void four(
            MemorySegment x, MemorySegment dy, int c, int height, int stride,
            double[] center, int channel, double[] s, double[] q, int slot) {
        DoubleVector m0 = Wide.load(center, channel);
        DoubleVector m1 = Wide.load(center, channel + WIDTH);
        DoubleVector m2 = Wide.load(center, channel + 2 * WIDTH);
        DoubleVector m3 = Wide.load(center, channel + 3 * WIDTH);
        DoubleVector s0 = Wide.zero();
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        DoubleVector q0 = s0;
        DoubleVector q1 = s0;
        DoubleVector q2 = s0;
        DoubleVector q3 = s0;
        for (int r = 0; r < height; r++) {
            int i = r * stride + c;
            DoubleVector e0 = widen(dy, i);
            DoubleVector e1 = widen(dy, i + WIDTH);
            DoubleVector e2 = widen(dy, i + 2 * WIDTH);
            DoubleVector e3 = widen(dy, i + 3 * WIDTH);
            s0 = s0.add(e0);
            s1 = s1.add(e1);
            s2 = s2.add(e2);
            s3 = s3.add(e3);
            q0 = e0.fma(widen(x, i).sub(m0), q0);
            q1 = e1.fma(widen(x, i + WIDTH).sub(m1), q1);
            q2 = e2.fma(widen(x, i + 2 * WIDTH).sub(m2), q2);
            q3 = e3.fma(widen(x, i + 3 * WIDTH).sub(m3), q3);
        }
        Wide.store(s, slot, s0, s1, s2, s3);
        Wide.store(q, slot, q0, q1, q2, q3);
    }

    private static void one(
            MemorySegment x, MemorySegment dy, int c, int height, int stride,
            double[] center, int channel, double[] s, double[] q, int slot) {
        DoubleVector m = Wide.load(center, channel);
        DoubleVector s0 = Wide.zero();
        DoubleVector q0 = s0;
        for (int r = 0; r < height; r++) {
            DoubleVector e = widen(dy, r * stride + c);
            s0 = s0.add(e);
            q0 = e.fma(widen(x, r * stride + c).sub(m), q0);
        }
        s0.intoArray(s, slot);
        q0.intoArray(q, slot);
    }

    private static void column(
            MemorySegment x, MemorySegment dy, int c, int height, int stride,
            double center, double[] s, double[] q, int slot) {
        double s0 = 0;
        double q0 = 0;
        for (int r = 0; r < height; r++) {
            double e = Float32.get(dy, r * stride + c);
            s0 += e;
            q0 = Math.fma(e, Float32.get(x, r * stride + c) - center, q0);
        }
        s[slot] = s0;
        q[slot] = q0;
    }
}
