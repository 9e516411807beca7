package org.lanewise.kernel.element;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Access to one float16 element, by its index, as a float: as {@link Float32}. */
public final class Float16 {
    private static final int SHIFT = 1;

    private Float16() {}

    /** The bytes of some elements, which is also the offset of the element after them. */
    public static long bytes(long elements) {
        return elements << SHIFT;
    }

    /** An element as it takes part in arithmetic. */
    public static float get(MemorySegment segment, long index) {
        return Float.float16ToFloat(segment.get(JAVA_SHORT_UNALIGNED, bytes(index)));
    }

    /** Stores an element. */
    public static void set(MemorySegment segment, long index, float value) {
        segment.set(JAVA_SHORT_UNALIGNED, bytes(index), Float.floatToFloat16(value));
    }
}
