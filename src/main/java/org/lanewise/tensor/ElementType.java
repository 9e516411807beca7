package org.lanewise.tensor;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The type of a tensor's elements, which are stored in the machine's byte order. The 16-bit types are for storage only:
 * nothing is computed in them.
 */
public enum ElementType {
    /** IEEE 754 binary32. Elements are computed in float, statistics in double. */
    FLOAT32(Float.BYTES),
    /**
     * IEEE 754 binary64. Elements and statistics are computed in double. Squares of deviations overflow from deviations
     * of 1e154 on.
     */
    FLOAT64(Double.BYTES),
    /**
     * bfloat16: the upper 16 bits of a binary32. Elements are widened to float, and results rounded to nearest, ties to
     * even. Statistics sum at most 128 elements one after the other in float (channels first: 32), and such sums in
     * double; where there are few elements, they are summed in double at once. All else is as for float32.
     */
    BFLOAT16(Short.BYTES),
    /**
     * IEEE 754 binary16. Elements are widened to float, and results rounded to nearest, ties to even: a result above
     * 65504 after rounding becomes infinite. All else, statistics too, is as for float32.
     */
    FLOAT16(Short.BYTES);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of an element in bytes: 2, 4 or 8. */
    public int bytes() {
        return bytes;
    }

    /**
     * The value of this type nearest to a double; of two equally near, the even one. Infinite where the nearest would
     * be above the type's largest finite value. A NaN stays a NaN.
     */
    public double round(double value) {
        return switch (this) {
            case FLOAT32 -> (float) value;
            case FLOAT64 -> value;
            case BFLOAT16 -> BFloat16Conversion.toFloat(toBFloat16(value));
            case FLOAT16 -> Float.float16ToFloat(toFloat16(value));
        };
    }

    /** Reads one element of a segment, slowly: kernels have their own access, for one type each. */
    double get(MemorySegment segment, long index) {
        long offset = index * bytes;
        return switch (this) {
            case FLOAT32 -> segment.get(JAVA_FLOAT_UNALIGNED, offset);
            case FLOAT64 -> segment.get(JAVA_DOUBLE_UNALIGNED, offset);
            case BFLOAT16 -> BFloat16Conversion.toFloat(segment.get(JAVA_SHORT_UNALIGNED, offset));
            case FLOAT16 -> Float.float16ToFloat(segment.get(JAVA_SHORT_UNALIGNED, offset));
        };
    }

    /** Sets one element of a segment to the value nearest to a double. */
    void set(MemorySegment segment, long index, double value) {
        long offset = index * bytes;
        switch (this) {
            case FLOAT32 -> segment.set(JAVA_FLOAT_UNALIGNED, offset, (float) value);
            case FLOAT64 -> segment.set(JAVA_DOUBLE_UNALIGNED, offset, value);
            case BFLOAT16 -> segment.set(JAVA_SHORT_UNALIGNED, offset, toBFloat16(value));
            case FLOAT16 -> segment.set(JAVA_SHORT_UNALIGNED, offset, toFloat16(value));
        }
    }

    private static short toBFloat16(double value) {
        return BFloat16Conversion.fromFloat(toOdd(value));
    }

    private static short toFloat16(double value) {
        return Float.floatToFloat16(toOdd(value));
    }

    /**
     * Rounds to odd: an inexact result has an odd last digit. Rounding the result to a 16-bit type then gives the same
     * as rounding the double itself, because it is in the middle of two values of that type only if the double is.
     * (Boldo, Melquiond: Emulation of FMA and correctly rounded sums, 2008.)
     */
    private static float toOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Float.isNaN(nearest) || (Float.floatToRawIntBits(nearest) & 1) != 0) {
            return nearest;
        }
        return nearest < value ? Math.nextUp(nearest) : Math.nextDown(nearest);
    }
}
