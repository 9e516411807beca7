package org.lanewise.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.lanewise.tensor.Tensor;

/** Equality to the bit, but for the payload of NaNs. */
public final class Bits {
    private Bits() {}

    /** Fails where the two differ. */
    public static void assertSame(String what, float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, what + ": length");
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                assertEquals(expected[i], actual[i], what + ": element " + i);
            }
        }
    }

    /** Fails where the two differ in the first elements. */
    public static void assertSame(String what, double[] expected, double[] actual, int length) {
        for (int i = 0; i < length; i++) {
            if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
                assertEquals(expected[i], actual[i], what + ": element " + i);
            }
        }
    }

    /** Fails where the elements of the two differ. */
    public static void assertSame(String what, Tensor expected, Tensor actual) {
        double[] values = expected.toDoubleArray();
        assertSame(what, values, actual.toDoubleArray(), values.length);
    }
}
