package org.lanewise.kernel.scalar;

import java.util.Arrays;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Lanes;

/** {@link PlanesGradientSums}, in {@link Blocks}: the text of bfloat16's kernel. */
final class PlanesBlockGradientSums {
    private PlanesBlockGradientSums() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        if (!Blocks.areIn(grid, unit)) {
            PlanesGradientSums.run(o, unit, scratch);
            return;
        }
        int length = grid.length(unit);
        Lanes.startGradientSums(o.center, grid, unit, scratch.sums);
        for (int r = 0; r < grid.runs(unit); r++) {
            for (int c = 0; c < grid.width(unit); c++) {
                long first = grid.first(unit) + r * grid.stride() + c * grid.spatial();
                for (int i = 0; i < length; i += Blocks.SIZE) {
                    add(o, first + i, Math.min(Blocks.SIZE, length - i), scratch, c * Lanes.SLOT);
                }
            }
        }
        for (int c = 0; c < grid.width(unit); c++) {
            if (Lanes.restart(scratch.sums, c * Lanes.SLOT)) {
                for (int r = 0; r < grid.runs(unit); r++) {
                    PlanesGradientSums.add(o, grid.first(unit) + r * grid.stride() + c * grid.spatial(), length, scratch.sums, c * Lanes.SLOT);
                }
            }
        }
        Lanes.leaveGradientSums(o.partials, grid, unit, scratch.sums);
    }

    private static void add(Operands o, long first, int length, Scratch scratch, int slot) {
        float center = (float) scratch.sums[slot + Lanes.CENTER];
        int tiled = Blocks.tiled(length);
        Arrays.fill(scratch.block, 0);
        for (int i = 0; i < tiled; i++) {
            Blocks.add(scratch.block, i, Float32.get(o.dy, first + i), Float32.get(o.x, first + i) - center);
        }
        Blocks.add(scratch.block, center, scratch.sums, slot);
        PlanesGradientSums.add(o, first + tiled, length - tiled, scratch.sums, slot);
    }
}
