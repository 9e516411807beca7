package org.lanewise.kernel.element;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Access to one float64 element, by its index: as {@link Float32}. */
public final class Float64 {
    private static final int SHIFT = 3;

    private Float64() {}

    /** The bytes of some elements, which is also the offset of the element after them. */
    public static long bytes(long elements) {
        return elements << SHIFT;
    }

    /** An element as it takes part in arithmetic. */
    public static double get(MemorySegment segment, long index) {
        return segment.get(JAVA_DOUBLE_UNALIGNED, bytes(index));
    }

    /** Stores an element. */
    public static void set(MemorySegment segment, long index, double value) {
        segment.set(JAVA_DOUBLE_UNALIGNED, bytes(index), value);
    }
}
