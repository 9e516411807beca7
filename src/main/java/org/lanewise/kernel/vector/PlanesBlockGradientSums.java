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

/** Operation GRADIENT_SUMS over planes, in {@link Blocks}: the text of bfloat16's kernel. */
final class PlanesBlockGradientSums {
    private PlanesBlockGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int width = grid.width(unit);
        long bytes = Float32.bytes((long) width * length);
        Lanes.startGradientSums(o.center, grid, unit, scratch.sums);
        for (int r = 0; r < grid.runs(unit); r++) {
            long offset = Float32.bytes(grid.first(unit) + r * grid.stride());
            add(o.x.asSlice(offset, bytes), o.dy.asSlice(offset, bytes), width, length, scratch);
        }
        for (int c = 0; c < width; c++) {
            if (Lanes.restart(scratch.sums, c * Lanes.SLOT)) {
                for (int r = 0; r < grid.runs(unit); r++) {
                    addInDouble(o.x, o.dy, grid.first(unit) + r * grid.stride() + c * grid.spatial(), length, scratch.sums, c * Lanes.SLOT);
                }
            }
        }
        Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
    }

    /** Adds the runs of neighbouring channels. */
    private static void add(MemorySegment x, MemorySegment dy, int width, int length, Scratch scratch) {
        double[] sums = scratch.sums;
        for (int c = 0; c < width; c++) {
            int slot = c * Lanes.SLOT;
            float center = (float) sums[slot + Lanes.CENTER];
            int end = (c + 1) * length;
            for (int from = c * length; from < end; from += Blocks.SIZE) {
                int to = Math.min(from + Blocks.SIZE, end);
                int whole = from + Blocks.tiled(to - from);
                sum(x, dy, from, whole, center, scratch.block);
                WideBlocks.unpair(scratch.block);
                WideBlocks.add(scratch.block, center, sums, slot);
                addInDouble(x, dy, whole, to - whole, sums, slot);
            }
        }
    }

    private static void sum(MemorySegment x, MemorySegment dy, int from, int to, float center, float[] block) {
        FloatVector centers = FloatVector.broadcast(SPECIES, center);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int s = 0; s < Blocks.LANES; s += WideBlocks.PASS) {
            FloatVector s0 = zero;
            FloatVector s1 = zero;
            FloatVector q0 = zero;
            FloatVector q1 = zero;
            for (int i = from + s; i != to + s; i += Blocks.LANES) {
                IntVector xs = bits(x, i);
                IntVector es = bits(dy, i);
                FloatVector e0 = half(es, 0);
                FloatVector e1 = half(es, 1);
                s0 = s0.add(e0);
                s1 = s1.add(e1);
                q0 = e0.fma(half(xs, 0).sub(centers), q0);
                q1 = e1.fma(half(xs, 1).sub(centers), q1);
            }
            s0.intoArray(block, s);
            s1.intoArray(block, s + WIDTH);
            q0.intoArray(block, Blocks.LANES + s);
            q1.intoArray(block, Blocks.LANES + s + WIDTH);
        }
    }

    private static void addInDouble(MemorySegment x, MemorySegment dy, long first, int length, double[] sums, int slot) {
        double center = sums[slot + Lanes.CENTER];
        int tiled = Lanes.tiled(length);
        for (int i = 0; i < length; i++) {
            Lanes.add(sums, slot, i, tiled, Float32.get(dy, first + i), Float32.get(x, first + i) - center);
        }
    }
}
