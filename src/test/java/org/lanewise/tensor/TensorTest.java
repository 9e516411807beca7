package org.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class TensorTest {
    private static final Shape SHAPE = Shape.of(2, 3, 2, 2);

    private static float[] counting(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    @Test
    void channelsFirstIsNchwInMemory() {
        Tensor tensor = Tensor.of(counting(24), SHAPE, Layout.CHANNELS_FIRST);
        assertEquals(1 * 12 + 2 * 4 + 1 * 2 + 0, tensor.get(1, 2, 1, 0));
    }

    @Test
    void channelsLastIsNhwcInMemory() {
        Tensor tensor = Tensor.of(counting(24), SHAPE, Layout.CHANNELS_LAST);
        assertEquals(1 * 12 + 1 * 6 + 0 * 3 + 2, tensor.get(1, 2, 1, 0));
    }

    @Test
    void setIsReadByGetAndInTheArray() {
        float[] array = new float[24];
        Tensor tensor = Tensor.of(array, SHAPE, Layout.CHANNELS_FIRST);
        tensor.set(7, 0, 1, 0, 1);
        assertEquals(7, tensor.get(0, 1, 0, 1));
        assertEquals(7, array[5]);
    }

    @Test
    void indicesAreChecked() {
        Tensor tensor = Tensor.of(counting(24), SHAPE, Layout.CHANNELS_LAST);
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(2, 0, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 3, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 0, 2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 0, 0, -1));
    }

    @Test
    void allocatesZerosOnACacheLine() {
        try (Arena arena = Arena.ofConfined()) {
            Tensor tensor = Tensor.allocate(arena, SHAPE, Layout.CHANNELS_FIRST);
            assertEquals(0, tensor.segment().address() % 64);
            assertArrayEquals(new float[24], tensor.toArray());
            assertArrayEquals(counting(24), tensor.copyFrom(counting(24)).toArray());
        }
    }

    @Test
    void theSizeMustFit() {
        String segment = assertThrows(
                        IllegalArgumentException.class,
                        () -> Tensor.of(MemorySegment.ofArray(new byte[95]), SHAPE, Layout.CHANNELS_FIRST))
                .getMessage();
        assertEquals("segment: 95 bytes, must be 96 for FLOAT32 2x3x2x2", segment);
        Tensor tensor = Tensor.of(new float[24], SHAPE, Layout.CHANNELS_FIRST);
        assertThrows(IllegalArgumentException.class, () -> tensor.copyFrom(1, 2, 3));
    }

    @Test
    void knowsWhatItSharesMemoryWith() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(200);
            Tensor first = Tensor.of(memory.asSlice(0, 96), SHAPE, Layout.CHANNELS_FIRST);
            Tensor same = Tensor.of(memory.asSlice(0, 96).asReadOnly(), Shape.of(2, 3, 2, 2), Layout.CHANNELS_FIRST);
            Tensor shifted = Tensor.of(memory.asSlice(4, 96), SHAPE, Layout.CHANNELS_FIRST);
            Tensor apart = Tensor.of(memory.asSlice(96, 96), SHAPE, Layout.CHANNELS_FIRST);
            assertTrue(first.isSameMemory(same) && first.overlaps(same));
            assertTrue(!first.isSameMemory(shifted) && first.overlaps(shifted));
            assertTrue(!first.isSameMemory(apart) && !first.overlaps(apart));
            assertFalse(first.isSameMemory(Tensor.of(memory.asSlice(0, 96), SHAPE, Layout.CHANNELS_LAST)));
        }
        float[] array = new float[24];
        assertTrue(Tensor.of(array, SHAPE, Layout.CHANNELS_FIRST)
                .isSameMemory(Tensor.of(array, SHAPE, Layout.CHANNELS_FIRST)));
        assertFalse(Tensor.of(array, SHAPE, Layout.CHANNELS_FIRST)
                .overlaps(Tensor.of(new float[24], SHAPE, Layout.CHANNELS_FIRST)));
    }
}
