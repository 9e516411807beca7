package org.lanewise.fold;

import org.lanewise.tensor.ElementType;

/** Error bounds of rounding: in the types that weights are stored in, and in double, in which they are computed. */
final class Rounding {
    /** The unit roundoff of double: the largest relative error of rounding to a normal double. */
    static final double UNIT_ROUNDOFF = 0x1p-53;

    private Rounding() {}

    /** The unit roundoff of a type: the largest relative error of rounding to a normal value of it. */
    static double unitRoundoff(ElementType type) {
        return switch (type) {
            case FLOAT32 -> 0x1p-24;
            case FLOAT64 -> UNIT_ROUNDOFF;
            case BFLOAT16 -> 0x1p-8;
            case FLOAT16 -> 0x1p-11;
        };
    }

    /** The largest finite value of a type. */
    static double largest(ElementType type) {
        return switch (type) {
            case FLOAT32 -> Float.MAX_VALUE;
            case FLOAT64 -> Double.MAX_VALUE;
            case BFLOAT16 -> 0x1.fep127;
            case FLOAT16 -> 65504;
        };
    }

    /** The type that inference computes in, for weights of a type. */
    static ElementType arithmetic(ElementType type) {
        return type == ElementType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    }

    /**
     * A bound on the error of scale·factor, whether the product is rounded or not. The scale is that of
     * {@link UnroundedFold.Affine}; the factor is exact or rounded once. In unit roundoffs, the scale brings 2.5, the
     * factor 1 and the product 1; the remaining 0.5 covers products of these errors.
     */
    static double errorOfProduct(double scale, double factor) {
        return scale == 0 || factor == 0 ? 0 : 5 * UNIT_ROUNDOFF * Math.abs(scale * factor) + Double.MIN_VALUE;
    }

    /** An upper bound on the exact product of two numbers of 0 or more; 0 if one of them is 0. */
    static double upperProduct(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b * (1 + 4 * UNIT_ROUNDOFF) + Double.MIN_VALUE;
    }

    /**
     * An upper bound on the exact result of additions and multiplications of numbers of 0 or more.
     *
     * @param computed the result in double
     * @param operations how many operations computed it
     */
    static double upperBound(double computed, long operations) {
        return computed * (1 + 2 * (operations + 2) * UNIT_ROUNDOFF);
    }

    /**
     * A bound on the error of a sum of n products and one more term, in the arithmetic of a type, in any order, fused
     * or not. It is gamma(n + 1) times the magnitude, and for each product, which may underflow, the smallest number of
     * the arithmetic (one half of it would do). Infinite where the sum may overflow. (Higham: Accuracy and Stability of
     * Numerical Algorithms, 2002, section 3.1.)
     *
     * @param products how many products are not 0
     * @param magnitude at least the sum of all absolute values
     */
    static double errorOfSum(ElementType type, long products, double magnitude) {
        ElementType arithmetic = arithmetic(type);
        double relative = (products + 1) * unitRoundoff(arithmetic);
        if (products == 0) {
            return 0;
        }
        if (relative > 0.5 || 2 * magnitude > largest(arithmetic)) {
            return Double.POSITIVE_INFINITY;
        }
        double smallest = arithmetic == ElementType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
        return upperBound(relative / (1 - relative) * magnitude + products * smallest, 4);
    }
}
