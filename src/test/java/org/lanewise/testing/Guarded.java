package org.lanewise.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Native memory between two guard bands, at any distance from a cache line, that notices what is written outside. */
public final class Guarded {
    private static final int BAND = 256;
    private static final byte MARK = (byte) 0xA5;

    private final MemorySegment all;
    private final MemorySegment inner;
    private final ElementType type;

    /** Some bytes that begin {@code misalignment} bytes after a cache line. */
    public Guarded(Arena arena, long bytes, int misalignment) {
        this(arena, bytes, ElementType.FLOAT32, misalignment);
    }

    private Guarded(Arena arena, long bytes, ElementType type, int misalignment) {
        this.type = type;
        all = arena.allocate(BAND + misalignment + bytes + BAND, 64);
        all.fill(MARK);
        inner = all.asSlice(BAND + misalignment, bytes);
    }

    /** A float32 tensor in guarded memory. */
    public static Guarded of(Arena arena, Shape shape, int misalignment) {
        return of(arena, shape, ElementType.FLOAT32, misalignment);
    }

    /** A tensor in guarded memory. */
    public static Guarded of(Arena arena, Shape shape, ElementType type, int misalignment) {
        return new Guarded(arena, shape.elements() * type.bytes(), type, misalignment);
    }

    /** The memory between the bands. */
    public MemorySegment segment() {
        return inner;
    }

    /** The memory between the bands as a tensor. */
    public Tensor tensor(Shape shape, Layout layout) {
        return Tensor.of(inner, shape, layout, type);
    }

    /** Fails if a band was written to. */
    public void assertIntact() {
        long first = inner.address() - all.address();
        for (long i = 0; i < all.byteSize(); i++) {
            if (i < first || i >= first + inner.byteSize()) {
                assertEquals(
                        MARK,
                        all.get(ValueLayout.JAVA_BYTE, i),
                        "byte " + (i - first) + " beside the memory was written");
            }
        }
    }
}
