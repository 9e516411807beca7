package org.lanewise.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.element.Float16;
import org.lanewise.kernel.element.Float32;

/**
 * float16, by the processor's own conversions, which the Vector API of JDK 25 does not have: C2 uses them where it makes vector code of a
 * loop between a segment and an array, but not of one between two segments.
 */
final class HalfFloat16 implements Half {
    @Override
    public float get(MemorySegment segment, long index) {
        return Float16.get(segment, index);
    }

    @Override
    public void widen(MemorySegment from, long first, int count, MemorySegment to, int at, FloatStrips staged) {
        MemorySegment halves = from.asSlice(Float16.bytes(first), Float16.bytes(count));
        float[] floats = staged.floats();
        for (int i = 0; i < count; i++) {
            floats[i] = Float16.get(halves, i);
        }
        MemorySegment.copy(floats, 0, to, JAVA_FLOAT, Float32.bytes(at), count);
    }

    /** The way back, each float rounded to nearest, ties to even. */
    static void narrow(MemorySegment from, int at, int count, MemorySegment to, long first, FloatStrips staged) {
        float[] floats = staged.floats();
        MemorySegment.copy(from, JAVA_FLOAT, Float32.bytes(at), floats, 0, count);
        MemorySegment halves = to.asSlice(Float16.bytes(first), Float16.bytes(count));
        for (int i = 0; i < count; i++) {
            Float16.set(halves, i, floats[i]);
        }
    }
}
