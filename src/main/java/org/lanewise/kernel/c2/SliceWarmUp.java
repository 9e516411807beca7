package org.lanewise.kernel.c2;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Warms up {@link MemorySegment#asSlice(long, long)}, so that C2 inlines it into the vector kernels. With it inlined,
 * C2 checks bounds and liveness once per slice; without, at every access. C2 decides by how often a method has run when
 * it compiles the caller, so we call it often before the first kernel is compiled.
 */
public final class SliceWarmUp {
    /** More calls than C2 waits for before it compiles a method. The loop takes about 2 ms per JVM (2 GHz, Zen 1). */
    private static final int OFTEN = 5_000;

    private SliceWarmUp() {}

    static {
        MemorySegment memory = Arena.ofAuto().allocate(Long.BYTES + OFTEN);
        for (int i = 0; i < OFTEN; i++) {
            memory.asSlice(i, Long.BYTES);
        }
    }

    /** Loads this class, which runs the loop once per JVM. */
    public static void prepare() {}
}
