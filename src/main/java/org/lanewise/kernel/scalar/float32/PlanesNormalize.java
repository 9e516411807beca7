package org.lanewise.kernel.scalar.float32;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.MaskWriter;
import org.lanewise.kernel.grid.Planes;

/** Operation NORMALIZE over planes, with what {@link Epilogue} adds to it. */
final class PlanesNormalize {
    private PlanesNormalize() {}

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
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(length));
        float power = o.floats.powerOfX()[c];
        float offset = o.floats.offset()[c];
        float scale = o.floats.scale()[c];
        float shift = o.floats.shift()[c];
        MaskWriter bits = Epilogue.bits(o, first);
        for (int i = 0; i < length; i++) {
            float normalized = Math.fma(Math.fma(Float32.get(x, i), power, offset), scale, shift);
            Float32.set(out, i, Epilogue.of(normalized, o, first + i, bits));
        }
        Epilogue.close(bits);
    }
}
