package org.lanewise.app.fingerprint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Kinds of memory that a tensor may lie in. */
enum Memory {
    /** A Java array. */
    HEAP,
    /** Native, at the start of a cache line. */
    ALIGNED,
    /** Native, one float after the start of a cache line. */
    NEXT_FLOAT,
    /** Native, at an odd address. */
    ODD;

    private static final long CACHE_LINE = 64;

    /** A tensor of zeros in this kind of memory. */
    Tensor allocate(Arena arena, Shape shape, Layout layout) {
        return switch (this) {
            case HEAP -> Tensor.of(new float[Math.toIntExact(shape.elements())], shape, layout);
            case ALIGNED -> inArena(arena, shape, layout, 0);
            case NEXT_FLOAT -> inArena(arena, shape, layout, Float.BYTES);
            case ODD -> inArena(arena, shape, layout, 1);
        };
    }

    private static Tensor inArena(Arena arena, Shape shape, Layout layout, long offset) {
        long bytes = shape.elements() * Float.BYTES;
        MemorySegment segment = arena.allocate(bytes + offset, CACHE_LINE);
        return Tensor.of(segment.asSlice(offset, bytes), shape, layout);
    }
}
