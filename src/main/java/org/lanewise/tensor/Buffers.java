package org.lanewise.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;

/** Buffers as the memory of tensors. A segment forgets a buffer's byte order, so the order is judged here. */
final class Buffers {
    private Buffers() {}

    /** The memory between a buffer's position and its limit. */
    static MemorySegment segment(ByteBuffer buffer, ElementType type) {
        Objects.requireNonNull(type, "type");
        return segment(buffer, Objects.requireNonNull(buffer, "buffer").order());
    }

    static MemorySegment segment(FloatBuffer buffer) {
        return segment(buffer, Objects.requireNonNull(buffer, "buffer").order());
    }

    static MemorySegment segment(DoubleBuffer buffer) {
        return segment(buffer, Objects.requireNonNull(buffer, "buffer").order());
    }

    static MemorySegment segment(ShortBuffer buffer, ElementType type) {
        Objects.requireNonNull(type, "type");
        if (type.bytes() != Short.BYTES) {
            throw new IllegalArgumentException("type: " + type + ", must be one of 16 bits for a ShortBuffer");
        }
        return segment(buffer, Objects.requireNonNull(buffer, "buffer").order());
    }

    private static MemorySegment segment(Buffer buffer, ByteOrder order) {
        if (order != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("buffer: " + order + ", must be " + ByteOrder.nativeOrder()
                    + ", this machine's byte order. If its bytes are so, say order(ByteOrder.nativeOrder())"
                    + " before it is filled or viewed; else let Tensor.copyFrom swap them");
        }
        return MemorySegment.ofBuffer(buffer);
    }
}
