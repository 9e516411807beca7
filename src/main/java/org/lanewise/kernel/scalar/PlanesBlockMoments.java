package org.lanewise.kernel.scalar;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Lanes;
import org.lanewise.kernel.sums.Pivot;

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
            scratch.sums[c * Lanes.SLOT + Lanes.CENTER] = Pivot.of(Float32.get(o.x, first));
        }
        for (int r = 0; r < grid.runs(unit); r++) {
            for (int c = 0; c < grid.width(unit); c++) {
                long first = grid.first(unit) + r * grid.stride() + c * grid.spatial();
                for (int i = 0, end; i < length; i = end) {
                    end = r == 0 && i == 0 ? Blocks.FIRST : Blocks.end(i, length);
                    int tiled = Blocks.tiled(end - i);
                    add(o.x, first + i, tiled, scratch, c * Lanes.SLOT);
                    if (r == 0 && i <= Blocks.FIRST) {
                        Lanes.recenter(scratch.sums, c * Lanes.SLOT, i + tiled);
                    }
                    PlanesMoments.add(o.x, first + i + tiled, end - i - tiled, scratch.sums, c * Lanes.SLOT);
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
        Lanes.leaveMoments(o.partials, grid, unit, scratch.sums);
    }

    private static void add(MemorySegment x, long first, int tiled, Scratch scratch, int slot) {
        float center = (float) scratch.sums[slot + Lanes.CENTER];
        sum(x, first, tiled, center, scratch.block);
        Blocks.add(scratch.block, center, scratch.sums, slot);
    }

    private static void sum(MemorySegment x, long first, int tiled, float center, float[] block) {
        Arrays.fill(block, 0);
        for (int i = 0; i < tiled; i++) {
            float d = Float32.get(x, first + i) - center;
            Blocks.add(block, i, d, d);
        }
    }
}
