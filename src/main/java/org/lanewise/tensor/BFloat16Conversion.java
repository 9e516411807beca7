package org.lanewise.tensor;

/** Between float and bfloat16, for which the JDK has no method as it has for float16. */
public final class BFloat16Conversion {
    /** The bits of a float that a bfloat16 has not. */
    private static final int DROPPED = 16;

    /** Half of the last digit that is kept, less one. */
    private static final int BELOW_HALF = 0x7fff;

    /** The digit that makes a NaN quiet, so that it stays one without its lower half. */
    private static final int QUIET = 0x40;

    private BFloat16Conversion() {}

    /** The float that a bfloat16 is. */
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << DROPPED);
    }

    /** The nearest bfloat16; of two equally near, the even one. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> DROPPED | QUIET);
        }
        // A carry goes on into the exponent, as it should, up to infinity.
        return (short) (bits + BELOW_HALF + (bits >>> DROPPED & 1) >>> DROPPED);
    }
}
