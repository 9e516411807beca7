package org.lanewise.fold;

import org.lanewise.tensor.ElementType;

/** What rounding costs, in the types that weights are stored in and in the doubles that they are computed in. */
final class Rounding {
    /** Half of a double's last digit, relative to the double. */
    static final double UNIT = 0x1p-53;

    private Rounding() {}

    /** Half of the last digit of a value of the type, relative to the value, where it is normal. */
    static double unit(ElementType type) {
        return switch (type) {
            case FLOAT32 -> 0x1p-24;
            case FLOAT64 -> UNIT;
            case BFLOAT16 -> 0x1p-8;
            case FLOAT16 -> 0x1p-11;
        };
    }

    static double largest(ElementType type) {
        return switch (type) {
            case FLOAT32 -> Float.MAX_VALUE;
            case FLOAT64 -> Double.MAX_VALUE;
            case BFLOAT16 -> 0x1.fep127;
            case FLOAT16 -> 65504;
        };
    }

    /** The type that elements of a type are computed in. */
    static ElementType arithmetic(ElementType type) {
        return type == ElementType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    }

    /**
     * A bound on what scale·factor is off by, rounded or not, where the scale is that of {@link Affine} and the factor is exact or
     * rounded once: 2.5 units by the scale, one by the factor, one by the product; half a unit is left for their products.
     */
    static double ofProduct(double scale, double factor) {
        return scale == 0 || factor == 0 ? 0 : 5 * UNIT * Math.abs(scale * factor) + Double.MIN_VALUE;
    }

    /** A bound on the exact product of two numbers that are not negative; 0 if one of them is. */
    static double productFromAbove(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b * (1 + 4 * UNIT) + Double.MIN_VALUE;
    }

    /** A bound on the exact sum of products of numbers that are not negative, from what so many operations made of it. */
    static double fromAbove(double sum, long operations) {
        return sum * (1 + 2 * (operations + 2) * UNIT);
    }

    /**
     * A bound on what a sum of products and one more term is off by in a type's arithmetic, in any order, fused or not: gamma(n + 1)
     * times the magnitude, and half of the smallest number per product that underflows. (Higham: Accuracy and Stability of Numerical
     * Algorithms, 2002, section 3.1.)
     *
     * @param products how many are not 0
     * @param magnitude the sum of all absolute values, or more
     */
    static double ofSum(ElementType type, long products, double magnitude) {
        ElementType arithmetic = arithmetic(type);
        double relative = (products + 1) * unit(arithmetic);
        if (products == 0) {
            return 0;
        }
        if (relative > 0.5 || 2 * magnitude > largest(arithmetic)) {
            return Double.POSITIVE_INFINITY;
        }
        double smallest = arithmetic == ElementType.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
        return fromAbove(relative / (1 - relative) * magnitude + products * smallest, 4);
    }
}
