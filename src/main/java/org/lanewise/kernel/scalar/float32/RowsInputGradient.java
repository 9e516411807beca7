package org.lanewise.kernel.scalar.float32;

import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;

/** Operation INPUT_GRADIENT over rows. */
final class RowsInputGradient {
    private RowsInputGradient() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        for (int line = 0; line < height; line++) {
            run(o, grid, unit, grid.first(unit) + line * grid.stride(), grid.columns(unit));
        }
        if (grid.rest(unit) > 0) {
            run(o, grid, unit, grid.first(unit) + height * grid.stride(), grid.rest(unit));
        }
    }

    private static void run(Operands o, Rows grid, int unit, long first, int columns) {
        for (int j = 0; j < columns; j++) {
            int c = grid.channel(unit) + j % grid.width(unit);
            float h = Math.fma(
                    Float32.get(o.x, first + j),
                    o.floats.powerOfX()[c],
                    o.floats.offset()[c]);
            float common = Math.fma(h, o.floats.factorOfX()[c], o.floats.shift()[c]);
            float sum = Math.fma(Float32.get(o.dy, first + j), o.floats.powerOfDy()[c], common);
            Float32.set(o.out, first + j, sum * o.floats.scale()[c]);
        }
    }
}
