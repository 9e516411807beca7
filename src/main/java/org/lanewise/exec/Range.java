package org.lanewise.exec;

/** The range of a type that elementwise kernels compute in. */
public enum Range {
    /** Of float, which all types but float64 compute in. */
    FLOAT(Float.MIN_EXPONENT, Float.MAX_EXPONENT, Float.PRECISION, Float.MAX_VALUE),
    /** Of double. */
    DOUBLE(Double.MIN_EXPONENT, Double.MAX_EXPONENT, Double.PRECISION, Double.MAX_VALUE);

    private final int minSubnormalExponent;
    private final int maxExponent;
    private final double largest;
    /** Of the smallest normal number. */
    private final double halfOfSmallest;

    private final double halfOfLargest;

    Range(int minExponent, int maxExponent, int digits, double largest) {
        minSubnormalExponent = minExponent - digits + 1;
        this.maxExponent = maxExponent;
        this.largest = largest;
        halfOfSmallest = Math.scalb(1.0, minExponent - 1);
        halfOfLargest = largest / 2;
    }

    /** The exponent of the largest number. */
    public int maxExponent() {
        return maxExponent;
    }

    /** The nearest finite number; a NaN stays one. */
    public double round(double value) {
        return this == DOUBLE ? value : Math.clamp((float) value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /** The value, or the largest number of its sign; a NaN stays one. */
    public double clamp(double value) {
        return Math.clamp(value, -largest, largest);
    }

    /** The power of two of an exponent, or the nearest that there is, subnormal ones too. */
    public double power(int exponent) {
        return Math.scalb(1.0, Math.clamp(exponent, minSubnormalExponent, maxExponent));
    }

    /** Whether twice a value is 0, NaN or a normal number of the type. */
    public boolean twiceFits(double value) {
        double size = Math.abs(value);
        return !(size > halfOfLargest) && !(size < halfOfSmallest && size > 0);
    }
}
