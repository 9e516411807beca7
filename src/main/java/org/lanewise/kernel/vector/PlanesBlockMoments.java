package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.load;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.Blocks;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;
import org.lanewise.kernel.Scratch;

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
            long first = start + c * grid.spatial();
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = center(o.x, first, length, scratch.block);
        }
        for (int r = 0; r < grid.runs(unit); r++) {
            long first = start + r * grid.stride();
            add(o.x.asSlice(Float32.bytes(first), Float32.bytes((long) width * length)), width, length, scratch);
        }
        Lanes.leaveMoments(o, grid, unit, scratch.sums);
    }

    /** What a channel is taken around whose first run begins at an index. */
    private static float center(MemorySegment x, long first, int length, float[] block) {
        int some = Blocks.tiled(Math.min(length, Blocks.SIZE));
        sum(x.asSlice(Float32.bytes(first), Float32.bytes(some)), 0, some, 0, block);
        return Blocks.center(block, some, Float32.get(x, first));
    }

    /** Adds the runs of neighbouring channels. */
    private static void add(MemorySegment x, int width, int length, Scratch scratch) {
        double[] sums = scratch.sums;
        for (int c = 0; c < width; c++) {
            int slot = c * Lanes.SLOT;
            float center = (float) sums[slot + Lanes.CENTER];
            int end = (c + 1) * length;
            for (int from = c * length; from < end; from += Blocks.SIZE) {
                int to = Math.min(from + Blocks.SIZE, end);
                int whole = from + Blocks.tiled(to - from);
                sum(x, from, whole, center, scratch.block);
                if (!WideBlocks.add(scratch.block, center, sums, slot)) {
                    addInDouble(x, from, whole, sums, slot);
                }
                addInDouble(x, whole, to, sums, slot);
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
            for (int i = from + s; i < to; i += Blocks.LANES) {
                FloatVector d0 = load(x, i).sub(centers);
                FloatVector d1 = load(x, i + WIDTH).sub(centers);
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

    private static void addInDouble(MemorySegment x, int from, int to, double[] sums, int slot) {
        double center = sums[slot + Lanes.CENTER];
        int tiled = Lanes.tiled(to - from);
        for (int i = 0; i < to - from; i++) {
            double d = Float32.get(x, from + i) - center;
            Lanes.add(sums, slot, i, tiled, d, d);
        }
    }
}
