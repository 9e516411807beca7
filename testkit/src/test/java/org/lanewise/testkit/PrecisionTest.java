package org.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Precisions are those of the numbers that tensors hold. */
class PrecisionTest {
    private static double stored(ElementType type, double value) {
        byte[] memory = new byte[type.bytes()];
        return Tensor.of(MemorySegment.ofArray(memory), Shape.of(1, 1), Layout.CHANNELS_FIRST, type)
                .copyFrom(value)
                .toDoubleArray()[0];
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreThoseThatATensorHolds(ElementType type) {
        Precision precision = Precision.of(type);
        double largest = precision.largest();
        double beyond = largest + precision.ulp(largest);
        assertEquals(largest, stored(type, largest));
        assertEquals(Double.POSITIVE_INFINITY, stored(type, beyond));
        assertEquals(precision.smallest(), stored(type, precision.smallest()));
        assertEquals(0, stored(type, precision.smallest() / 2));
        assertEquals(1, stored(type, 1 + precision.roundoff()));
        assertEquals(1 + precision.ulp(1), stored(type, 1 + 2 * precision.roundoff()));
        assertEquals(precision.smallest(), precision.ulp(precision.smallestNormal()));
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double value = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-160, 140));
            assertEquals(stored(type, value), precision.round(value), () -> "of " + value);
            assertEquals(stored(type, (float) value), precision.round((float) value), () -> "of " + (float) value);
        }
        for (double value : new double[] {0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertEquals(stored(type, value), precision.round(value));
        }
    }
}
