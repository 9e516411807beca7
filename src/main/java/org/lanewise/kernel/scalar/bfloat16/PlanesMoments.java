package org.lanewise.kernel.scalar.bfloat16;

import java.util.Arrays;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.BFloat16;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Lanes;

/** The sums of {@link PlanesMomentsInDouble}, those of long runs in {@link Blocks}. */
final class PlanesMoments {
    private static final boolean OF_GRADIENTS = false;

    private PlanesMoments() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            PlanesMomentsInDouble.run(o, unit, scratch);
            return;
        }
        int length = grid.length(unit);
        PlanesMomentsInDouble.start(o, grid, unit, scratch.sums);
        for (int r = 0; r < grid.runs(unit); r++) {
            for (int c = 0; c < grid.width(unit); c++) {
                long first = grid.first(unit) + r * grid.stride() + c * grid.spatial();
                add(o, first, length, r == 0, scratch, c * Lanes.SLOT);
            }
        }
        for (int c = 0; c < grid.width(unit); c++) {
            if (Lanes.restart(scratch.sums, c * Lanes.SLOT)) {
                for (int r = 0; r < grid.runs(unit); r++) {
                    long first = grid.first(unit) + r * grid.stride() + c * grid.spatial();
                    PlanesMomentsInDouble.add(o, first, length, scratch.sums, c * Lanes.SLOT);
                }
            }
        }
        PlanesMomentsInDouble.leave(o, grid, unit, scratch.sums);
    }

    /** Adds a run, block by block. Moments move to another center in a part's first block: see {@link Blocks}. */
    private static void add(Operands o, long first, int length, boolean isFirst, Scratch scratch, int slot) {
        boolean moves = !OF_GRADIENTS && isFirst;
        for (int i = 0, end; i < length; i = end) {
            end = moves && i == 0 ? Blocks.BEGINNING : Blocks.end(i, length);
            int inLanes = Blocks.inLanes(end - i);
            addBlock(o, first + i, inLanes, scratch, slot);
            if (moves && i <= Blocks.BEGINNING) {
                Lanes.recenter(scratch.sums, slot, i + inLanes);
            }
            PlanesMomentsInDouble.add(o, first + i + inLanes, end - i - inLanes, scratch.sums, slot);
        }
    }

    private static void addBlock(Operands o, long first, int inLanes, Scratch scratch, int slot) {
        float center = (float) scratch.sums[slot + Lanes.CENTER];
        Arrays.fill(scratch.block, 0);
        for (int i = 0; i < inLanes; i++) {
            float d = BFloat16.get(o.x, first + i) - center;
            float e = OF_GRADIENTS ? BFloat16.get(o.dy, first + i) : d;
            Blocks.add(scratch.block, i, e, d);
        }
        Blocks.add(scratch.block, center, scratch.sums, slot);
    }
}
