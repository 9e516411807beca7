package org.lanewise.tensor;

/** How one element of a tensor is stored, in the machine's byte order. */
public enum ElementType {
    /** IEEE 754 binary32. Arithmetic is in float, statistics are taken in double. */
    FLOAT32(Float.BYTES),
    /** IEEE 754 binary64. Arithmetic and statistics are in double, where squares of deviations from 1e154 on overflow. */
    FLOAT64(Double.BYTES),
    /**
     * The upper half of a binary32. Elements are widened to float and rounded back to nearest, ties to even. Statistics are summed in
     * float, 32 elements in a row at most, and from there on in double, or where there are few in double at once; all else is as for float32.
     */
    BFLOAT16(Short.BYTES),
    /**
     * IEEE 754 binary16. Widened and rounded as bfloat16, all else as for float32, sums too: what is above 65504 after rounding becomes
     * infinite.
     */
    FLOAT16(Short.BYTES);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** The nearest value of this type; of two equally near, the even one. Infinite where that would be above the largest. */
    public double round(double value) {
        return switch (this) {
            case FLOAT32 -> (float) value;
            case FLOAT64 -> value;
            case BFLOAT16 -> BFloat16Conversion.toFloat(Elements.toBFloat16(value));
            case FLOAT16 -> Float.float16ToFloat(Elements.toFloat16(value));
        };
    }
}
