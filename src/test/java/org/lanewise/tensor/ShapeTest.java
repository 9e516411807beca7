package org.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void knowsItsParts() {
        Shape shape = Shape.of(32, 64, 56, 28);
        assertEquals(32, shape.samples());
        assertEquals(64, shape.channels());
        assertEquals(56 * 28, shape.spatial());
        assertEquals(32L * 56 * 28, shape.elementsPerChannel());
        assertEquals(32L * 64 * 56 * 28, shape.elements());
        assertEquals("32x64x56x28", shape.toString());
        assertEquals(1, Shape.of(3, 4).spatial());
    }

    @Test
    void isAValue() {
        assertEquals(Shape.of(2, 3, 4), Shape.of(2, 3, 4));
        assertEquals(Shape.of(2, 3, 4).hashCode(), Shape.of(2, 3, 4).hashCode());
        assertNotEquals(Shape.of(2, 3, 4), Shape.of(2, 3, 4, 1));
    }

    @Test
    void mayBeEmptyButForItsChannels() {
        assertEquals(0, Shape.of(0, 3).elements());
        assertEquals(0, Shape.of(2, 3, 0, 5).elements());
        assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 0));
    }

    @Test
    void refusesWhatIsNoShape() {
        assertNames("rank 1", 5);
        assertNames("rank 6", 1, 1, 1, 1, 1, 1);
        assertNames("sizes[2]: -1", 1, 1, -1);
        assertNames("2147483648 channels", 1, 1L << 31);
        assertNames("2^59", 1L << 30, 1 << 30, 2);
        assertNames("2^59", 2, 4, Long.MAX_VALUE);
    }

    private static void assertNames(String part, long... sizes) {
        String message = assertThrows(IllegalArgumentException.class, () -> Shape.of(sizes))
                .getMessage();
        assertTrue(message.startsWith("sizes") && message.contains(part), message);
    }
}
