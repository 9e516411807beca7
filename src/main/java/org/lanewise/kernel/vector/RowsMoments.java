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
 * Operation MOMENTS over rows: s = sum(d), q = sum(d²) with d = x - pivot, down each column; two vectors of columns at a
 * time, then one, then single columns. The pivots come in the place where q is left.
 */
final class RowsMoments {
    private RowsMoments() {}

    static void run(Operands o, int unit, double[] scratch) {
        Rows grid = (Rows) o.grid;
        int width = grid.width(unit);
        int height = grid.height(unit);
        long first = grid.first(unit);
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        for (int c = 0; c < width; c++) {
            o.second[slot + c] = Pivot.of(Float32.get(o.x, first + c));
        }
        int c = 0;
        for (; c <= width - 2 * WIDTH; c += 2 * WIDTH) {
            two(o, grid, unit, c);
        }
        for (; c <= width - WIDTH; c += WIDTH) {
            one(o, grid, unit, c);
        }
        for (; c < width; c++) {
            column(o, grid, unit, c);
        }
        for (c = 0; c < width; c++) {
            double pivot = Pivot.of(Float32.get(o.x, first + c));
            double s = o.first[slot + c];
            o.first[slot + c] = Pivot.mean(pivot, s, height);
            o.second[slot + c] = Pivot.squares(s, o.second[slot + c], height);
        }
    }

    private static void two(Operands o, Rows grid, int unit, int c) {
        int height = grid.height(unit);
        int stride = grid.channels();
        int slot = grid.slot(grid.channel(unit), grid.part(unit)) + c;
        MemorySegment x = o.x.asSlice(Float32.bytes(grid.first(unit) + c), Float32.bytes(grid.span(unit) - c));
        DoubleVector p0 = Wide.load(o.second, slot);
        DoubleVector p1 = Wide.load(o.second, slot + WIDTH);
        DoubleVector s0 = Wide.zero();
        DoubleVector s1 = s0;
        DoubleVector q0 = s0;
        DoubleVector q1 = s0;
        for (int r = 0; r < height; r++) {
            DoubleVector d0 = widen(x, r * stride).sub(p0);
            DoubleVector d1 = widen(x, r * stride + WIDTH).sub(p1);
            s0 = s0.add(d0);
            s1 = s1.add(d1);
            q0 = d0.fma(d0, q0);
            q1 = d1.fma(d1, q1);
        }
        s0.intoArray(o.first, slot);
        s1.intoArray(o.first, slot + WIDTH);
        q0.intoArray(o.second, slot);
        q1.intoArray(o.second, slot + WIDTH);
    }

    private static void one(Operands o, Rows grid, int unit, int c) {
        int height = grid.height(unit);
        int stride = grid.channels();
        int slot = grid.slot(grid.channel(unit), grid.part(unit)) + c;
        MemorySegment x = o.x.asSlice(Float32.bytes(grid.first(unit) + c), Float32.bytes(grid.span(unit) - c));
        DoubleVector p = Wide.load(o.second, slot);
        DoubleVector s = Wide.zero();
        DoubleVector q = s;
        for (int r = 0; r < height; r++) {
            DoubleVector d = widen(x, r * stride).sub(p);
            s = s.add(d);
            q = d.fma(d, q);
        }
        s.intoArray(o.first, slot);
        q.intoArray(o.second, slot);
    }

    private static void column(Operands o, Rows grid, int unit, int c) {
        int slot = grid.slot(grid.channel(unit), grid.part(unit)) + c;
        long first = grid.first(unit) + c;
        double pivot = o.second[slot];
        double s = 0;
        double q = 0;
        for (int r = 0; r < grid.height(unit); r++) {
            double d = Float32.get(o.x, first + (long) r * grid.channels()) - pivot;
            s += d;
            q = Math.fma(d, d, q);
        }
        o.first[slot] = s;
        o.second[slot] = q;
    }
}
