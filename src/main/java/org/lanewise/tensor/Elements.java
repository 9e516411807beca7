package org.lanewise.tensor;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Single elements of any type, for people and tests: the kernels have their own access, for one type each. */
final class Elements {
    private Elements() {}

    static double get(MemorySegment segment, ElementType type, long index) {
        long offset = index * type.bytes();
        return switch (type) {
            case FLOAT32 -> segment.get(JAVA_FLOAT_UNALIGNED, offset);
            case FLOAT64 -> segment.get(JAVA_DOUBLE_UNALIGNED, offset);
            case BFLOAT16 -> BFloat16Conversion.toFloat(segment.get(JAVA_SHORT_UNALIGNED, offset));
            case FLOAT16 -> Float.float16ToFloat(segment.get(JAVA_SHORT_UNALIGNED, offset));
        };
    }

    static void set(MemorySegment segment, ElementType type, long index, double value) {
        long offset = index * type.bytes();
        switch (type) {
            case FLOAT32 -> segment.set(JAVA_FLOAT_UNALIGNED, offset, (float) value);
            case FLOAT64 -> segment.set(JAVA_DOUBLE_UNALIGNED, offset, value);
            case BFLOAT16 -> segment.set(JAVA_SHORT_UNALIGNED, offset, toBFloat16(value));
            case FLOAT16 -> segment.set(JAVA_SHORT_UNALIGNED, offset, toFloat16(value));
        }
    }

    static short toBFloat16(double value) {
        return BFloat16Conversion.fromFloat(toOdd(value));
    }

    static short toFloat16(double value) {
        return Float.floatToFloat16(toOdd(value));
    }

    /**
     * A float that rounds on to fewer digits as the double itself would: where it is not exact, its last digit is odd, so that it
     * never lies in the middle between two shorter numbers unless the double does. (Boldo, Melquiond: Emulation of FMA and correctly
     * rounded sums, 2008.)
     */
    private static float toOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Float.isNaN(nearest) || (Float.floatToRawIntBits(nearest) & 1) != 0) {
            return nearest;
        }
        return nearest < value ? Math.nextUp(nearest) : Math.nextDown(nearest);
    }
}
