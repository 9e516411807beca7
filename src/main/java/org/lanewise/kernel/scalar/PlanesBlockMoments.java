package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.lanewise.kernel.Blocks;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Pivot;
import org.lanewise.kernel.Planes;
import org.lanewise.kernel.Scratch;

/** {@link PlanesMoments}, in {@link Blocks}: the text of bfloat16's kernel. */
final class PlanesBlockMoments {
    private PlanesBlockMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            PlanesMoments.run(o, unit, scratch);
            return;
        }
        int length = grid.length(unit);
        Lanes.start(grid, unit, scratch.sums);
        for (int c = 0; c < grid.width(unit); c++) {
            long first = grid.first(unit) + c * grid.spatial();
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = center(o.x, first);
        }
        for (int r = 0; r < grid.runs(unit); r++) {
            for (int c = 0; c < grid.width(unit); c++) {
                long first = grid.first(unit) + r * grid.stride() + c * grid.spatial();
                for (int i = 0; i < length; i += Blocks.SIZE) {
                    add(o.x, first + i, Math.min(Blocks.SIZE, length - i), r == 0 && i == 0, scratch, c * Lanes.SLOT);
                }
            }
        }
        for (int c = 0; c < grid.width(unit); c++) {
            if (Lanes.restart(scratch.sums, c * Lanes.SLOT)) {
                for (int r = 0; r < grid.runs(unit); r++) {
                    long first = grid.first(unit) + r * grid.stride() + c * grid.spatial();
                    PlanesMoments.add(o.x, first, length, scratch.sums, c * Lanes.SLOT);
                }
            }
        }
        Lanes.leaveMoments(o, grid, unit, scratch.sums);
    }

    /** The mean of a channel's first elements; where it is not finite, the first one. */
    private static float center(MemorySegment x, long first) {
        double sum = 0;
        for (int i = 0; i < Blocks.FIRST; i++) {
            sum += Float32.get(x, first + i);
        }
        float mean = (float) (sum / Blocks.FIRST);
        return Float.isFinite(mean) ? mean : (float) Pivot.of(Float32.get(x, first));
    }

    /** Adds a block. The first one is summed around the mean of its first elements, and then sets what all are taken around. */
    private static void add(MemorySegment x, long first, int length, boolean isFirst, Scratch scratch, int slot) {
        float center = (float) scratch.sums[slot + Lanes.CENTER];
        int tiled = Blocks.tiled(length);
        sum(x, first, tiled, center, scratch.block);
        if (isFirst) {
            scratch.sums[slot + Lanes.CENTER] = Blocks.center(scratch.block, tiled, center);
        }
        Blocks.add(scratch.block, center, scratch.sums, slot);
        PlanesMoments.add(x, first + tiled, length - tiled, scratch.sums, slot);
    }

    private static void sum(MemorySegment x, long first, int tiled, float center, float[] block) {
        Arrays.fill(block, 0);
        for (int i = 0; i < tiled; i++) {
            float d = Float32.get(x, first + i) - center;
            Blocks.add(block, i, d, d);
        }
    }
}
