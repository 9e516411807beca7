package org.lanewise.kernel.scalar.float32;

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
                long first = grid.first(unit) + r * grid.stride() + c * grid.spatial();
                run(o, grid.channel(unit) + c, first, grid.length(unit));
            }
        }
    }

    private static void run(Operands o, int c, long first, int length) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(length));
        float powerOfX = o.floats.powerOfX()[c];
        float powerOfDy = o.floats.powerOfDy()[c];
        float offset = o.floats.offset()[c];
        float scale = o.floats.scale()[c];
        float factorOfX = o.floats.factorOfX()[c];
        float shift = o.floats.shift()[c];
        for (int i = 0; i < length; i++) {
            float common = Math.fma(Math.fma(Float32.get(x, i), powerOfX, offset), factorOfX, shift);
            Float32.set(out, i, Math.fma(Float32.get(dy, i), powerOfDy, common) * scale);
        }
    }
}
