package org.lanewise.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A double becomes the nearest value of each type, of two the even one: compared with a search of all values. */
class ElementTypeTest {
    private static final int PATTERNS = 1 << 16;
    private static final Shape ONE = Shape.of(1, 1);

    /** The value of a pattern. */
    private static double value(ElementType type, int pattern) {
        MemorySegment bits = MemorySegment.ofArray(new short[] {(short) pattern});
        return Tensor.of(bits, ONE, Layout.CHANNELS_FIRST, type).get(0, 0);
    }

    private static int stored(ElementType type, double value) {
        short[] bits = new short[1];
        Tensor.of(MemorySegment.ofArray(bits), ONE, Layout.CHANNELS_FIRST, type).set(value, 0, 0);
        return bits[0] & 0xffff;
    }

    @Test
    void everyPatternComesBack() {
        for (ElementType type : new ElementType[] {ElementType.BFLOAT16, ElementType.FLOAT16}) {
            for (int pattern = 0; pattern < PATTERNS; pattern++) {
                double value = value(type, pattern);
                if (Double.isNaN(value)) {
                    assertTrue(Double.isNaN(value(type, stored(type, value))));
                } else {
                    assertEquals(pattern, stored(type, value), type + " " + value);
                }
            }
        }
    }

    @Test
    void knownValues() {
        assertEquals(1.0, value(ElementType.BFLOAT16, 0x3f80));
        assertEquals(0x1.fep127, value(ElementType.BFLOAT16, 0x7f7f));
        assertEquals(0x1p-133, value(ElementType.BFLOAT16, 1));
        assertEquals(1.0, value(ElementType.FLOAT16, 0x3c00));
        assertEquals(65504, value(ElementType.FLOAT16, 0x7bff));
        assertEquals(0x1p-24, value(ElementType.FLOAT16, 1));
        assertEquals(Double.NEGATIVE_INFINITY, value(ElementType.FLOAT16, 0xfc00));
    }

    /** Between two neighbours: the middle goes to the even one, what is a hair beside it to the nearer one. */
    @Test
    void doublesAreRoundedOnce() {
        Random random = new Random(1);
        for (ElementType type : new ElementType[] {ElementType.BFLOAT16, ElementType.FLOAT16}) {
            int infinity = type == ElementType.FLOAT16 ? 0x7c00 : 0x7f80;
            for (int i = 0; i < 3000; i++) {
                int lower = i < 5 ? i : i < 10 ? infinity - 1 - (i - 4) : random.nextInt(infinity - 1);
                double below = value(type, lower);
                double above = value(type, lower + 1);
                double middle = below + (above - below) / 2;
                int even = lower % 2 == 0 ? lower : lower + 1;
                assertEquals(even, stored(type, middle), type + " middle above " + below);
                assertEquals(lower, stored(type, Math.nextDown(middle)), type + " below the middle above " + below);
                assertEquals(lower + 1, stored(type, Math.nextUp(middle)), type + " above the middle above " + below);
                assertEquals(even | 0x8000, stored(type, -middle), type + " minus the middle above " + below);
            }
            double most = value(type, infinity - 1);
            double step = most - value(type, infinity - 2);
            assertEquals(infinity, stored(type, most + step / 2));
            assertEquals(infinity - 1, stored(type, Math.nextDown(most + step / 2)));
            assertEquals(infinity, stored(type, Double.MAX_VALUE));
            assertTrue(Double.isNaN(value(type, stored(type, Double.NaN))));
        }
    }

    @Test
    void aTypeRoundsAsATensorOfItStores() {
        Random random = new Random(2);
        for (ElementType type : ElementType.values()) {
            Tensor one = Tensor.of(MemorySegment.ofArray(new byte[type.bytes()]), ONE, Layout.CHANNELS_LAST, type);
            for (int i = 0; i < 3000; i++) {
                double value = Math.scalb(random.nextGaussian(), random.nextInt(-160, 160));
                one.set(value, 0, 0);
                assertEquals(one.get(0, 0), type.round(value), type + " " + value);
            }
            assertEquals(-0.0, type.round(-0.0));
            assertEquals(Double.NaN, type.round(Double.NaN));
            assertEquals(Double.NEGATIVE_INFINITY, type.round(Double.NEGATIVE_INFINITY));
        }
        assertEquals(0.1f, ElementType.FLOAT32.round(0.1));
        assertEquals(0.1, ElementType.FLOAT64.round(0.1));
        assertEquals(0x1.9ap-4, ElementType.BFLOAT16.round(0.1));
        assertEquals(0x1.998p-4, ElementType.FLOAT16.round(0.1));
    }

    @Test
    void tensorsOfAllTypesTakeAndGiveArrays() {
        Shape shape = Shape.of(2, 3);
        for (ElementType type : ElementType.values()) {
            MemorySegment memory = MemorySegment.ofArray(new byte[6 * type.bytes()]);
            Tensor tensor = Tensor.of(memory, shape, Layout.CHANNELS_LAST, type);
            tensor.copyFrom(1f, -2, 0.5f, 4, 0, -0f);
            assertArrayEquals(new double[] {1, -2, 0.5, 4, 0, -0.0}, tensor.toDoubleArray());
            assertEquals(type, tensor.type());
            tensor.copyFrom(new double[] {6, 5, 4, 3, 2, 1});
            assertEquals(2, tensor.get(1, 1));
            if (type == ElementType.FLOAT64) {
                assertThrows(IllegalStateException.class, tensor::toArray);
                tensor.set(0.1, 0, 0);
                assertEquals(0.1, tensor.get(0, 0));
            } else {
                assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1}, tensor.toArray());
            }
        }
        assertEquals(
                "segment: 24 bytes, must be 12 for FLOAT16 2x3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Tensor.of(
                                        MemorySegment.ofArray(new float[6]),
                                        shape,
                                        Layout.CHANNELS_FIRST,
                                        ElementType.FLOAT16))
                        .getMessage());
    }
}
