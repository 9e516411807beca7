package org.lanewise.kernel.scalar;

import static org.lanewise.kernel.Operands.HALF;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Rows;

/** Operation INPUT_GRADIENT over rows. */
final class RowsInputGradient {
    private RowsInputGradient() {}

    static void run(Operands o, int unit, double[] scratch) {
        Rows grid = (Rows) o.grid;
        int width = grid.width(unit);
        int channel = grid.channel(unit);
        for (int r = 0; r < grid.height(unit); r++) {
            long first = grid.first(unit) + (long) r * grid.channels();
            MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(width));
            MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(width));
            MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(width));
            for (int i = 0; i < width; i++) {
                int c = channel + i;
                float common = Math.fma(Math.fma(Float32.get(x, i), HALF, o.offset[c]), o.slope[c], o.shift[c]);
                Float32.set(out, i, Math.fma(Float32.get(dy, i), HALF, common) * o.scale[c]);
            }
        }
    }
}
