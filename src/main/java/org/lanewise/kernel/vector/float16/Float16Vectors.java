package org.lanewise.kernel.vector.float16;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.element.Float16;
import org.lanewise.kernel.element.Float32;

/**
 * Access to strips of float16 elements, by the processor's own conversions. The Vector API of JDK 25 does not have
 * them. C2 uses them where it makes vector code of a loop between a segment and an array, but not of one between two
 * segments.
 */
final class Float16Vectors {
    private Float16Vectors() {}

    /** Copies elements first to first + count - 1, at most a strip, as floats to place {@code at} and on. */
    static void widen(MemorySegment from, long first, int count, MemorySegment to, int at, FloatStrips strips) {
        MemorySegment elements = from.asSlice(Float16.bytes(first), Float16.bytes(count));
        float[] floats = strips.floats();
        for (int i = 0; i < count; i++) {
            floats[i] = Float16.get(elements, i);
        }
        MemorySegment.copy(floats, 0, to, JAVA_FLOAT, Float32.bytes(at), count);
    }

    /** The way back: floats 0 to count - 1 to elements from first on, rounded to nearest, ties to even. */
    static void narrow(MemorySegment from, int count, MemorySegment to, long first, FloatStrips strips) {
        float[] floats = strips.floats();
        MemorySegment.copy(from, JAVA_FLOAT, 0, floats, 0, count);
        MemorySegment elements = to.asSlice(Float16.bytes(first), Float16.bytes(count));
        for (int i = 0; i < count; i++) {
            Float16.set(elements, i, floats[i]);
        }
    }
}
