package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.bits;
import static org.lanewise.kernel.vector.Float32Vectors.half;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;

/** Operation MOMENTS over planes, in {@link Blocks}: the text of bfloat16's kernel. */
final class PlanesBlockMoments {
    private PlanesBlockMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int width = grid.width(unit);
        long start = grid.first(unit);
        Lanes.start(grid, unit, scratch.sums);
        for (int c = 0; c < width; c++) {
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = Pivot.of(Float32.get(o.x, start + c * grid.spatial()));
        }
        for (int r = 0; r < grid.runs(unit); r++) {
            long first = start + r * grid.stride();
            add(o.x.asSlice(Float32.bytes(first), Float32.bytes((long) width * length)), width, length, r == 0, scratch);
        }
        for (int c = 0; c < width; c++) {
            if (Lanes.restart(scratch.sums, c * Lanes.SLOT)) {
                for (int r = 0; r < grid.runs(unit); r++) {
                    addInDouble(o.x, start + r * grid.stride() + c * grid.spatial(), length, scratch.sums, c * Lanes.SLOT);
                }
            }
        }
        Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
    }

    /** Adds the runs of neighbouring channels. After its first elements, and after its first block, a part is taken around another mean. */
    private static void add(MemorySegment x, int width, int length, boolean isFirst, Scratch scratch) {
        double[] sums = scratch.sums;
        for (int c = 0; c < width; c++) {
            int slot = c * Lanes.SLOT;
            int begin = c * length;
            for (int i = 0, end; i < length; i = end) {
                end = isFirst && i == 0 ? Blocks.FIRST : Blocks.end(i, length);
                int whole = i + Blocks.tiled(end - i);
                float center = (float) sums[slot + Lanes.CENTER];
                sum(x, begin + i, begin + whole, center, scratch.block);
                WideBlocks.unpair(scratch.block);
                WideBlocks.add(scratch.block, center, sums, slot);
                if (isFirst && i <= Blocks.FIRST) {
                    Lanes.recenter(sums, slot, whole);
                }
                addInDouble(x, begin + whole, end - whole, sums, slot);
            }
        }
    }

    private static void sum(MemorySegment x, int from, int to, float center, float[] block) {
        FloatVector centers = FloatVector.broadcast(SPECIES, center);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int s = 0; s < Blocks.LANES; s += WideBlocks.PASS) {
            FloatVector s0 = zero;
            FloatVector s1 = zero;
            FloatVector q0 = zero;
            FloatVector q1 = zero;
            for (int i = from + s; i != to + s; i += Blocks.LANES) {
                IntVector xs = bits(x, i);
                FloatVector d0 = half(xs, 0).sub(centers);
                FloatVector d1 = half(xs, 1).sub(centers);
                s0 = s0.add(d0);
                s1 = s1.add(d1);
                q0 = d0.fma(d0, q0);
                q1 = d1.fma(d1, q1);
            }
            s0.intoArray(block, s);
            s1.intoArray(block, s + WIDTH);
            q0.intoArray(block, Blocks.LANES + s);
            q1.intoArray(block, Blocks.LANES + s + WIDTH);
        }
    }

    private static void addInDouble(MemorySegment x, long first, int length, double[] sums, int slot) {
        double center = sums[slot + Lanes.CENTER];
        int tiled = Lanes.tiled(length);
        for (int i = 0; i < length; i++) {
            double d = Float32.get(x, first + i) - center;
            Lanes.add(sums, slot, i, tiled, d, d);
        }
    }
}
