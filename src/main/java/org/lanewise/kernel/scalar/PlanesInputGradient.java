package org.lanewise.kernel.scalar;

import static org.lanewise.kernel.call.Operands.HALF;
import static org.lanewise.kernel.scalar.Powers.OWN;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;

/** Operation INPUT_GRADIENT over planes. */
final class PlanesInputGradient {
    private PlanesInputGradient() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        for (int r = 0; r < runs; r++) {
            for (int c = 0; c < grid.width(unit); c++) {
                run(o, grid.channel(unit) + c, grid.first(unit) + r * grid.stride() + c * grid.spatial(), grid.length(unit));
            }
        }
    }

    private static void run(Operands o, int c, long first, int length) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(length));
        float xPower = OWN ? o.floats.powerOfX()[c] : HALF;
        float dyPower = OWN ? o.floats.powerOfDy()[c] : HALF;
        float offset = o.floats.offset()[c];
        float scale = o.floats.scale()[c];
        float slope = o.floats.slope()[c];
        float shift = o.floats.shift()[c];
        for (int i = 0; i < length; i++) {
            float common = Math.fma(Math.fma(Float32.get(x, i), xPower, offset), slope, shift);
            Float32.set(out, i, Math.fma(Float32.get(dy, i), dyPower, common) * scale);
        }
    }
}
