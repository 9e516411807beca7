package org.lanewise.bench.peer;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;
import org.lanewise.tensor.Tensor;

/** A tensor's memory as native code takes it, not copied. Keeps nothing alive: for as long as the tensor is in use. */
public final class SegmentPointer extends Pointer {
    /** The memory of a tensor in a native segment. */
    public SegmentPointer(Tensor tensor) {
        MemorySegment segment = tensor.segment();
        if (!segment.isNative()) {
            throw new IllegalArgumentException("tensor: on the heap, must be native");
        }
        address = segment.address();
        limit = segment.byteSize();
        capacity = limit;
    }
}
