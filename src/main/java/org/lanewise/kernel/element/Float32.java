package org.lanewise.kernel.element;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Access to one float32 element, by its index. The only place that knows how a single element is stored; its vector
 * twin knows how several are.
 */
public final class Float32 {
    private static final int SHIFT = 2;

    private Float32() {}

    /**
     * The bytes of some elements, which is also the offset of the element after them. (There is no method that slices:
     * C2 would judge the frequency of the call by that method's own profile, not inline it, and leave the slice on the
     * heap.)
     */
    public static long bytes(long elements) {
        return elements << SHIFT;
    }

    /** An element as it takes part in arithmetic. */
    public static float get(MemorySegment segment, long index) {
        return segment.get(JAVA_FLOAT_UNALIGNED, bytes(index));
    }

    /** Stores an element. */
    public static void set(MemorySegment segment, long index, float value) {
        segment.set(JAVA_FLOAT_UNALIGNED, bytes(index), value);
    }
}
