package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.widen;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;

/**
 * Operation GRADIENT_SUMS over rows: s = sum(dy), q = sum(dy·d) with d = x - center, down each column; two vectors of
 * columns at a time, then one, then single columns.
 */
final class RowsGradientSums {
    private RowsGradientSums() {}

    static void run(Operands o, int unit, double[] scratch) {
        Rows grid = (Rows) o.grid;
        int width = grid.width(unit);
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
    }

    private static void two(Operands o, Rows grid, int unit, int c) {
        int height = grid.height(unit);
        int stride = grid.channels();
        int channel = grid.channel(unit) + c;
        int slot = grid.slot(channel, grid.part(unit));
        MemorySegment x = o.x.asSlice(Float32.bytes(grid.first(unit) + c), Float32.bytes(grid.span(unit) - c));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(grid.first(unit) + c), Float32.bytes(grid.span(unit) - c));
        DoubleVector m0 = Wide.load(o.center, channel);
        DoubleVector m1 = Wide.load(o.center, channel + WIDTH);
        DoubleVector s0 = Wide.zero();
        DoubleVector s1 = s0;
        DoubleVector q0 = s0;
        DoubleVector q1 = s0;
        for (int r = 0; r < height; r++) {
            int i = r * stride;
            DoubleVector e0 = widen(dy, i);
            DoubleVector e1 = widen(dy, i + WIDTH);
            s0 = s0.add(e0);
            s1 = s1.add(e1);
            q0 = e0.fma(widen(x, i).sub(m0), q0);
            q1 = e1.fma(widen(x, i + WIDTH).sub(m1), q1);
        }
        s0.intoArray(o.first, slot);
        s1.intoArray(o.first, slot + WIDTH);
        q0.intoArray(o.second, slot);
        q1.intoArray(o.second, slot + WIDTH);
    }

    private static void one(Operands o, Rows grid, int unit, int c) {
        int height = grid.height(unit);
        int stride = grid.channels();
        int channel = grid.channel(unit) + c;
        int slot = grid.slot(channel, grid.part(unit));
        MemorySegment x = o.x.asSlice(Float32.bytes(grid.first(unit) + c), Float32.bytes(grid.span(unit) - c));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(grid.first(unit) + c), Float32.bytes(grid.span(unit) - c));
        DoubleVector m = Wide.load(o.center, channel);
        DoubleVector s = Wide.zero();
        DoubleVector q = s;
        for (int r = 0; r < height; r++) {
            DoubleVector e = widen(dy, r * stride);
            s = s.add(e);
            q = e.fma(widen(x, r * stride).sub(m), q);
        }
        s.intoArray(o.first, slot);
        q.intoArray(o.second, slot);
    }

    private static void column(Operands o, Rows grid, int unit, int c) {
        int channel = grid.channel(unit) + c;
        int slot = grid.slot(channel, grid.part(unit));
        long first = grid.first(unit) + c;
        double center = o.center[channel];
        double s = 0;
        double q = 0;
        for (int r = 0; r < grid.height(unit); r++) {
            double e = Float32.get(o.dy, first + (long) r * grid.channels());
            double d = Float32.get(o.x, first + (long) r * grid.channels()) - center;
            s += e;
            q = Math.fma(e, d, q);
        }
        o.first[slot] = s;
        o.second[slot] = q;
    }
}
