package org.lanewise.kernel.vector;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.Staged;

/** A type of 16 bits: how a strip of it becomes floats, and comes back. */
interface Half {
    /** One element. */
    float get(MemorySegment segment, long index);

    /** Elements first to first + count - 1, at most a strip, as floats from {@code at} on. */
    void widen(MemorySegment from, long first, int count, MemorySegment to, int at, Staged staged);

    /** The way back, each float rounded to nearest, ties to even. */
    void narrow(MemorySegment from, int at, int count, MemorySegment to, long first, Staged staged);
}
