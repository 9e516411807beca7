package org.lanewise.testkit;

import org.lanewise.tensor.ElementType;

/**
 * What numbers an element type has: binary ones, of some digits between two exponents (IEEE 754; bfloat16 has float32's
 * exponents).
 */
public enum Precision {
    /** Of {@link ElementType#FLOAT32}. */
    FLOAT32(24, Float.MIN_EXPONENT),
    /** Of {@link ElementType#FLOAT64}. */
    FLOAT64(53, Double.MIN_EXPONENT),
    /** Of {@link ElementType#BFLOAT16}. */
    BFLOAT16(8, Float.MIN_EXPONENT),
    /** Of {@link ElementType#FLOAT16}. */
    FLOAT16(11, -14);

    private final int digits;
    private final int minExponent;

    Precision(int digits, int minExponent) {
        this.digits = digits;
        this.minExponent = minExponent;
    }

    /** That of an element type. */
    public static Precision of(ElementType type) {
        return valueOf(type.name());
    }

    /** What elements are computed in: types of 16 bits are widened to float32. */
    public Precision computed() {
        return this == FLOAT64 ? FLOAT64 : FLOAT32;
    }

    /** The unit roundoff, 2^-digits: rounding changes a normal number by this much of itself at most. */
    public double roundoff() {
        return Math.scalb(1.0, -digits);
    }

    /** The smallest number above 0. */
    public double smallest() {
        return Math.scalb(1.0, minExponent - digits + 1);
    }

    /** The smallest number that has all digits. */
    public double smallestNormal() {
        return Math.scalb(1.0, minExponent);
    }

    /** The largest finite number. */
    public double largest() {
        return Math.scalb(2 - 2 * roundoff(), 1 - minExponent);
    }

    /** The distance of the numbers around a value: a unit in its last place. The value must be finite. */
    public double ulp(double value) {
        return Math.scalb(1.0, Math.max(Math.getExponent(value), minExponent) - digits + 1);
    }

    /**
     * The nearest number; of two equally near, the even one. Infinite where that would be above {@link #largest}; NaN
     * and infinities stay.
     */
    public double round(double value) {
        if (this == FLOAT64 || !Double.isFinite(value)) {
            return value;
        }
        // Exact but for rint, as an ulp is a power of two.
        double unit = ulp(value);
        double rounded = Math.rint(value / unit) * unit;
        return Math.abs(rounded) > largest() ? Math.copySign(Double.POSITIVE_INFINITY, value) : rounded;
    }
}
