package org.lanewise.kernel.vector;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.FloatStrips;

/** A type of 16 bits: how a strip of it becomes floats. */
interface Half {
    /** One element. */
    float get(MemorySegment segment, long index);

    /** Elements first to first + count - 1, at most a strip, as floats from {@code at} on. */
    void widen(MemorySegment from, long first, int count, MemorySegment to, int at, FloatStrips staged);
}
