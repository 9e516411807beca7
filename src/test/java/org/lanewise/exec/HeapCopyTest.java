package org.lanewise.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

class HeapCopyTest {
    @Test
    void keepsItsMemoryFromCallToCall() {
        HeapCopy copy = new HeapCopy();
        MemorySegment first = copy.input(heap(100));
        assertEquals(first.address(), copy.input(heap(100)).address());
        assertEquals(first.address(), copy.output(heap(7)).address());
        assertEquals(7 * Float.BYTES, copy.output(heap(7)).byteSize());
        assertEquals(101 * Float.BYTES, copy.output(heap(101)).byteSize());
    }

    private static Tensor heap(int elements) {
        return Tensor.of(new float[elements], Shape.of(elements, 1), Layout.CHANNELS_FIRST);
    }
}
