package org.lanewise.kernel.vector.bfloat16;

import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.SPECIES;
import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.WIDTH;
import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.bits;
import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.ofPair;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.BFloat16;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;

/** The sums of {@link PlanesMomentsInDouble}, those of long runs in {@link Blocks}. */
final class PlanesMoments {
    private static final boolean OF_GRADIENTS = false;

    private PlanesMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        if (Blocks.areIn(o.grid, unit)) {
            inBlocks(o, unit, scratch);
        } else {
            PlanesMomentsInDouble.run(o, unit, scratch);
        }
    }

    private static void inBlocks(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int length = grid.length(unit);
        int width = grid.width(unit);
        long start = grid.first(unit);
        if (OF_GRADIENTS) {
            Lanes.startGradientSums(o.center, grid, unit, scratch.sums);
        } else {
            Lanes.start(grid, unit, scratch.sums);
            for (int c = 0; c < width; c++) {
                double pivot = Pivot.of(BFloat16.get(o.x, start + c * grid.spatial()));
                scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = pivot;
            }
        }
        for (int r = 0; r < grid.runs(unit); r++) {
            add(o, start + r * grid.stride(), width, length, r == 0, scratch);
        }
        for (int c = 0; c < width; c++) {
            int slot = c * Lanes.SLOT;
            if (Lanes.restart(scratch.sums, slot)) {
                for (int r = 0; r < grid.runs(unit); r++) {
                    long first = start + r * grid.stride() + c * grid.spatial();
                    addInDouble(o.x, o.dy, first, length, scratch.sums, slot);
                }
            }
        }
        if (OF_GRADIENTS) {
            Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
        } else {
            Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
        }
    }

    /**
     * Adds the runs of neighbouring channels. Moments move to another center in a part's first block: see
     * {@link Blocks}.
     */
    private static void add(Operands o, long first, int width, int length, boolean isFirst, Scratch scratch) {
        long offset = BFloat16.bytes(first);
        long bytes = BFloat16.bytes((long) width * length);
        MemorySegment x = o.x.asSlice(offset, bytes);
        MemorySegment dy = OF_GRADIENTS ? o.dy.asSlice(offset, bytes) : x;
        double[] sums = scratch.sums;
        for (int c = 0; c < width; c++) {
            int slot = c * Lanes.SLOT;
            int begin = c * length;
            for (int i = 0, end; i < length; i = end) {
                end = !OF_GRADIENTS && isFirst && i == 0 ? Blocks.BEGINNING : Blocks.end(i, length);
                int whole = i + Blocks.inLanes(end - i);
                float center = (float) sums[slot + Lanes.CENTER];
                sum(x, dy, begin + i, begin + whole, center, scratch.block);
                SumBlocks.unpair(scratch.block);
                SumBlocks.add(scratch.block, center, sums, slot);
                if (!OF_GRADIENTS && isFirst && i <= Blocks.BEGINNING) {
                    Lanes.recenter(sums, slot, whole);
                }
                // Of the whole memory: C2 need not inline this, and a slice that is handed over is an object.
                addInDouble(o.x, o.dy, first + begin + whole, end - whole, sums, slot);
            }
        }
    }

    private static void sum(MemorySegment x, MemorySegment dy, int from, int to, float center, float[] block) {
        FloatVector centers = FloatVector.broadcast(SPECIES, center);
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int s = 0; s < Blocks.LANES; s += SumBlocks.PASS) {
            FloatVector s0 = zero;
            FloatVector s1 = zero;
            FloatVector q0 = zero;
            FloatVector q1 = zero;
            for (int i = from + s; i != to + s; i += Blocks.LANES) {
                IntVector xs = bits(x, i);
                IntVector dys = OF_GRADIENTS ? bits(dy, i) : xs;
                FloatVector d0 = ofPair(xs, 0).sub(centers);
                FloatVector d1 = ofPair(xs, 1).sub(centers);
                FloatVector e0 = OF_GRADIENTS ? ofPair(dys, 0) : d0;
                FloatVector e1 = OF_GRADIENTS ? ofPair(dys, 1) : d1;
                s0 = s0.add(e0);
                s1 = s1.add(e1);
                q0 = e0.fma(d0, q0);
                q1 = e1.fma(d1, q1);
            }
            s0.intoArray(block, s);
            s1.intoArray(block, s + WIDTH);
            q0.intoArray(block, Blocks.LANES + s);
            q1.intoArray(block, Blocks.LANES + s + WIDTH);
        }
    }

    private static void addInDouble(
            MemorySegment x, MemorySegment dy, long first, int length, double[] sums, int slot) {
        double center = sums[slot + Lanes.CENTER];
        int tail = Lanes.inLanes(length);
        for (int i = 0; i < length; i++) {
            double d = BFloat16.get(x, first + i) - center;
            double e = OF_GRADIENTS ? BFloat16.get(dy, first + i) : d;
            Lanes.add(sums, slot, i, tail, e, d);
        }
    }
}
