package org.lanewise.tensor;

/**
 * Conversion between float and bfloat16, the upper 16 bits of a float: its sign, its 8 bits of exponent, and 7 bits of
 * its fraction. The JDK has such methods for float16, but not for bfloat16.
 */
public final class BFloat16Conversion {
    /** A bfloat16 is the upper 16 bits of a float; the lower 16 are dropped. */
    private static final int DROPPED_BITS = 16;

    /**
     * One less than one half of the last kept digit. Adding it and the last kept bit rounds to nearest, ties to even.
     */
    private static final int ROUNDING = 0x7fff;

    /**
     * The bit of a bfloat16 that makes a NaN quiet: without it, a NaN with digits in the dropped bits would become
     * infinite.
     */
    private static final int QUIET = 0x40;

    private BFloat16Conversion() {}

    /** The float with the same value as a bfloat16. Exact. */
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << DROPPED_BITS);
    }

    /**
     * The bits of the bfloat16 nearest to a float; of two equally near, the even one. Infinite where the nearest would
     * be above the largest finite bfloat16. A NaN stays a NaN, and becomes quiet.
     */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> DROPPED_BITS | QUIET);
        }
        // A carry into the exponent is right: it gives the next power of two, or infinity.
        return (short) (bits + ROUNDING + (bits >>> DROPPED_BITS & 1) >>> DROPPED_BITS);
    }
}
