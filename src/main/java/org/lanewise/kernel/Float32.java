package org.lanewise.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Access to one float32 element, by its index. The only place that knows how a single element is stored; its vector
 * twin knows how several are.
 */
public final class Float32 {
    /** The elements in 2^SHIFT bytes are one: the byte offset of element i is {@code i << SHIFT}. */
    public static final int SHIFT = 2;

    private Float32() {}

    /** The memory of some consecutive elements. */
    public static MemorySegment slice(MemorySegment segment, long first, long count) {
        return segment.asSlice(first << SHIFT, count << SHIFT);
    }

    /** An element as it takes part in arithmetic. */
    public static float get(MemorySegment segment, long index) {
        return segment.get(JAVA_FLOAT_UNALIGNED, index << SHIFT);
    }

    /** Stores an element. */
    public static void set(MemorySegment segment, long index, float value) {
        segment.set(JAVA_FLOAT_UNALIGNED, index << SHIFT, value);
    }
}
