package org.lanewise.kernel.scalar.float32;

import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.MaskWriter;
import org.lanewise.kernel.grid.Rows;

/** Operation NORMALIZE over rows, with what {@link Epilogue} adds to it. */
final class RowsNormalize {
    private RowsNormalize() {}

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
        MaskWriter bits = Epilogue.bits(o, first);
        for (int j = 0; j < columns; j++) {
            int c = grid.channel(unit) + j % grid.width(unit);
            float h = Math.fma(
                    Float32.get(o.x, first + j),
                    o.floats.powerOfX()[c],
                    o.floats.offset()[c]);
            float normalized = Math.fma(h, o.floats.scale()[c], o.floats.shift()[c]);
            Float32.set(o.out, first + j, Epilogue.of(normalized, o, first + j, bits));
        }
        Epilogue.close(bits);
    }
}
