package org.lanewise.kernel.c2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Vector kernels slice a tensor before they loop over it, and C2 then knows all about the slice, as long as it inlines what the JDK does to make it.
 * Whether it does depends on how often it has seen that done; a kernel that is the first to slice anything would not have it inlined, and
 * check the bounds and the life of its memory at every access, for as long as it is compiled.
 */
public final class SliceWarmUp {
    /** More than lets a method be compiled by C2. Takes some 2 ms, once a JVM (2 GHz, Zen 1). */
    private static final int OFTEN = 5_000;

    private SliceWarmUp() {}

    static {
        MemorySegment memory = Arena.ofAuto().allocate(Long.BYTES + OFTEN);
        for (int i = 0; i < OFTEN; i++) {
            memory.asSlice(i, Long.BYTES);
        }
    }

    /** Has slices been made so often, once. */
    public static void prepare() {}
}
