package org.lanewise.testkit;

import java.math.BigDecimal;

/**
 * Errors in ulp of float: |value - exact| / ulp(nearest float to scale).
 *
 * <p>The scale of a mean or a variance is its exact value. That of y is max(|y|, |beta|, |y - beta|), and that of dx =
 * gamma·invstd·(dy - mean(dy) - xhat·mean(dy·xhat)) is the largest of |dx| and its three terms. That of the sums dgamma
 * = sum(dy·xhat) and dbeta = sum(dy) is the largest of the sum and its terms. So where large terms cancel, the result
 * is not asked to be more exact than the rounding of a term. For any thread.
 */
public final class Ulps {
    /** There is nothing to compare: the exact value is not a finite float. */
    public static final double NONE = Double.NaN;

    private Ulps() {}

    /** The error by the exact value itself; infinite if the value is not finite, {@link #NONE} if no float is near. */
    public static double of(double value, BigDecimal exact) {
        return of(value, exact, Math.abs(exact.doubleValue()));
    }

    /**
     * The error of a value by a scale; infinite if the value is not finite, {@link #NONE} if exact or scale rounds to
     * no finite float.
     *
     * @param scale 0 or more
     */
    public static double of(double value, BigDecimal exact, double scale) {
        double distance = Double.isFinite(value)
                ? new BigDecimal(value).subtract(exact).abs().doubleValue()
                : Double.POSITIVE_INFINITY;
        return ofDistance(Precision.FLOAT32, distance, exact.doubleValue(), scale);
    }

    /** The error, in ulp of a type, of what is that far from exact; infinite where it is not finite. */
    static double ofDistance(Precision type, double distance, double exact, double scale) {
        double nearest = type.round(scale);
        return Double.isFinite(type.round(exact)) && Double.isFinite(nearest) ? distance / type.ulp(nearest) : NONE;
    }

    /** The scale of y = product + beta: the largest of the three, without its sign. */
    public static double scale(double y, double product, double beta) {
        return Math.max(Math.abs(y), Math.max(Math.abs(product), Math.abs(beta)));
    }

    /** The larger of two errors; where one is {@link #NONE}, the other. */
    public static double max(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
    }
}
