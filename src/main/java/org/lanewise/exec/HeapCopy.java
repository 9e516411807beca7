package org.lanewise.exec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.tensor.Tensor;

/**
 * A native copy of one operand that is heap-backed. Kernels see native memory only: heap and native segments at one
 * access are two types for C2, which would slow every kernel for all. The memory is kept from call to call, and grown
 * when a larger tensor comes.
 */
final class HeapCopy {
    private static final long ALIGNMENT = 64;

    private MemorySegment memory = MemorySegment.NULL;

    /** Native memory with the tensor's elements: the tensor's own memory if that is native, else a copy. */
    MemorySegment input(Tensor tensor) {
        MemorySegment segment = tensor.segment();
        return segment.isNative() ? segment : reserve(segment.byteSize()).copyFrom(segment);
    }

    /**
     * Native memory to write results to: the tensor's own memory if that is native, else memory to {@link #deliver}.
     */
    MemorySegment output(Tensor tensor) {
        MemorySegment segment = tensor.segment();
        return segment.isNative() ? segment : reserve(segment.byteSize());
    }

    /** Copies to a heap tensor what was written to its {@link #output}. Does nothing for a native tensor. */
    static void deliver(MemorySegment output, Tensor tensor) {
        if (!tensor.segment().isNative()) {
            tensor.segment().copyFrom(output);
        }
    }

    private MemorySegment reserve(long bytes) {
        if (memory.byteSize() < bytes) {
            // Freed by the garbage collector, together with the layer that owns this.
            memory = Arena.ofAuto().allocate(bytes, ALIGNMENT);
        }
        return memory.asSlice(0, bytes);
    }
}
