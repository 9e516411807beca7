package org.lanewise.testkit;

import java.util.Random;

/**
 * Kinds of elements, by what numbers their type has; each reaches a place where batch normalization commonly goes
 * wrong. They are drawn by a seed. sigma is a channel's standard deviation.
 */
public enum Kind {
    /** Mean 0, sigma 1. */
    ORDINARY,
    /** An offset of many sigmas: 1e4 with float32. */
    OFFSET,
    /**
     * An offset that leaves of sigma but some steps of the type: a million sigmas with float32. One-pass variances
     * cancel.
     */
    FAR,
    /** As {@link #FAR}, with a mean of 1000 and a small sigma. */
    FAR_NARROW,
    /** Hardly any variance: eps dominates. */
    NARROW,
    /** A ramp: no local mean is that of the whole. */
    RAMP,
    /** The first element outweighs all others. */
    OUTLIER,
    /** All elements of a channel are the same. */
    CONSTANT,
    /** Squares of elements are below the smallest number of the type. */
    TINY,
    /**
     * Squares of elements are above the largest number of the type. With float64 they are below it, as statistics are
     * summed in double.
     */
    HUGE,
    /** Numbers below the smallest normal one. */
    SUBNORMAL,
    /** Numbers near the largest one, of both signs: differences overflow. */
    LARGEST;

    /**
     * Statistics are in double: above this their own squares could overflow, and with float64 nothing larger is tried.
     */
    private static final double MOST = 0x1p480;

    private static double most(Precision precision) {
        return Math.min(precision.largest(), MOST);
    }

    /** Of so many sigmas, each of which is some steps of the type, that all elements have one exponent. */
    private static double far(Precision precision) {
        return 1.25 / 16 / precision.roundoff();
    }

    /**
     * The size of the gradients of such data's outputs: that of the data where these are at the end of their type's
     * range.
     */
    double gradient(Precision precision) {
        return switch (this) {
            case SUBNORMAL -> precision.smallestNormal() / 16;
            case LARGEST -> most(precision) / 32;
            default -> 1;
        };
    }

    /** Element i of a tensor, in channel c, not rounded yet. */
    double next(Random random, long i, int c, Precision precision) {
        double z = random.nextGaussian();
        double far = far(precision);
        double most = most(precision);
        double value = switch (this) {
            case ORDINARY -> z;
            case OFFSET -> far / 100 + z;
            case FAR -> far + z;
            case FAR_NARROW -> 1000 * (1 + z / far);
            case NARROW -> Math.min(3, 1e-4 * far) + 1e-4 * z;
            case RAMP -> 0.37 * i;
            case OUTLIER -> i < 3 ? 1e6 : z;
            case CONSTANT -> 0.1 * (c + 1);
            case TINY -> Math.pow(precision.smallest(), 2.0 / 3) * z;
            case HUGE -> Math.min(Math.pow(precision.largest(), 0.75), MOST) * z;
            case SUBNORMAL -> precision.smallestNormal() / 16 * z;
            case LARGEST -> i % 7 == 3 ? -most : most * (1 - 0.01 * Math.abs(z));
        };
        return Math.clamp(value, -most, most);
    }
}
