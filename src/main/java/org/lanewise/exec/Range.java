package org.lanewise.exec;

/**
 * The numbers of a type that elementwise operations compute in.
 *
 * @param minExponent of the smallest normal number
 * @param maxExponent of the largest number
 * @param digits of a normal number, in binary
 */
public record Range(int minExponent, int maxExponent, int digits) {
    static final Range FLOAT = new Range(Float.MIN_EXPONENT, Float.MAX_EXPONENT, Float.PRECISION);
    static final Range DOUBLE = new Range(Double.MIN_EXPONENT, Double.MAX_EXPONENT, Double.PRECISION);

    /** The nearest finite number; a NaN stays one. */
    public double round(double value) {
        return this == DOUBLE ? value : Math.clamp((float) value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /** The value, or the largest number of its sign; a NaN stays one. */
    public double clamp(double value) {
        double largest = this == DOUBLE ? Double.MAX_VALUE : Float.MAX_VALUE;
        return Math.clamp(value, -largest, largest);
    }

    /** A power of two, that of an exponent, or the nearest that there is, subnormal ones too. */
    public double power(int exponent) {
        return Math.scalb(1.0, Math.clamp(exponent, minExponent - digits + 1, maxExponent));
    }

    /** Whether a value is 0, NaN, or as large as a number with all digits, and not larger than half of the largest. */
    public boolean holdsTwice(double value) {
        int exponent = Math.getExponent(value);
        return value == 0 || Double.isNaN(value) || exponent >= minExponent - 1 && exponent < maxExponent;
    }
}
