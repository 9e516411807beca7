package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Pivot;
import org.lanewise.kernel.Rows;

/**
 * Operation MOMENTS over rows: s = sum(d), q = sum(d²) with d = x - pivot, down each column; four vectors of columns at a
 * time, then one, then single columns. The pivots come in the place where q is left: loading them is less for C2 to inline than
 * computing them in vectors, and one more node and it boxes the sums.
 */
final class RowsMoments {
    private RowsMoments() {}

    static void run(Operands o, int unit) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int width = grid.width(unit);
        int stride = grid.channels();
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        MemorySegment x = Float32.slice(o.x, grid.first(unit), grid.span(unit));
        for (int c = 0; c < width; c++) {
            o.second[slot + c] = Pivot.of(Float32.get(x, c));
        }
        int c = 0;
        for (; c <= width - 4 * WIDTH; c += 4 * WIDTH) {
            four(x, c, height, stride, o.first, o.second, slot + c);
        }
        for (; c <= width - WIDTH; c += WIDTH) {
            one(x, c, height, stride, o.first, o.second, slot + c);
        }
        for (; c < width; c++) {
            column(x, c, height, stride, o.first, o.second, slot + c);
        }
        for (c = 0; c < width; c++) {
            double pivot = Pivot.of(Float32.get(x, c));
            double s = o.first[slot + c];
            o.first[slot + c] = Pivot.mean(pivot, s, height);
            o.second[slot + c] = Pivot.squares(s, o.second[slot + c], height);
        }
    }

    private static void four(MemorySegment x, int c, int height, int stride, double[] s, double[] q, int slot) {
        DoubleVector p0 = Wide.load(q, slot);
        DoubleVector p1 = Wide.load(q, slot + WIDTH);
        DoubleVector p2 = Wide.load(q, slot + 2 * WIDTH);
        DoubleVector p3 = Wide.load(q, slot + 3 * WIDTH);
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
            DoubleVector d0 = widen(x, i).sub(p0);
            DoubleVector d1 = widen(x, i + WIDTH).sub(p1);
            DoubleVector d2 = widen(x, i + 2 * WIDTH).sub(p2);
            DoubleVector d3 = widen(x, i + 3 * WIDTH).sub(p3);
            s0 = s0.add(d0);
            s1 = s1.add(d1);
            s2 = s2.add(d2);
            s3 = s3.add(d3);
            q0 = d0.fma(d0, q0);
            q1 = d1.fma(d1, q1);
            q2 = d2.fma(d2, q2);
            q3 = d3.fma(d3, q3);
        }
        Wide.store(s, slot, s0, s1, s2, s3);
        Wide.store(q, slot, q0, q1, q2, q3);
    }

    private static void one(MemorySegment x, int c, int height, int stride, double[] s, double[] q, int slot) {
        DoubleVector p = Wide.load(q, slot);
        DoubleVector s0 = Wide.zero();
        DoubleVector q0 = s0;
        for (int r = 0; r < height; r++) {
            DoubleVector d = widen(x, r * stride + c).sub(p);
            s0 = s0.add(d);
            q0 = d.fma(d, q0);
        }
        s0.intoArray(s, slot);
        q0.intoArray(q, slot);
    }

    private static void column(MemorySegment x, int c, int height, int stride, double[] s, double[] q, int slot) {
        double pivot = q[slot];
        double s0 = 0;
        double q0 = 0;
        for (int r = 0; r < height; r++) {
            double d = Float32.get(x, r * stride + c) - pivot;
            s0 += d;
            q0 = Math.fma(d, d, q0);
        }
        s[slot] = s0;
        q[slot] = q0;
    }
}
