package org.lanewise.testkit;

import java.util.Random;

/** Kinds of elements; each reaches a place where batch normalization commonly goes wrong. */
public enum Kind {
    /** Mean 0, sigma 1. */
    ORDINARY,
    /** An offset of 1e4 sigmas. */
    OFFSET,
    /** An offset of a million sigmas: one-pass variances cancel. */
    FAR,
    /** Far, with a sigma of a few float steps. */
    FAR_NARROW,
    /** Hardly any variance: eps dominates. */
    NARROW,
    /** A ramp: no local mean is that of the whole. */
    RAMP,
    /** The first element outweighs all others. */
    OUTLIER,
    /** All elements of a channel are the same. */
    CONSTANT,
    /** Squares below the smallest float. */
    TINY,
    /** Squares above the largest float. */
    HUGE,
    /** Numbers below the smallest normal float. */
    SUBNORMAL,
    /** Numbers near the largest float, of both signs: differences overflow. */
    LARGEST;

    /** The size of the gradients of such data's outputs: that of the data where these are at the end of a float's range. */
    double gradient() {
        return switch (this) {
            case SUBNORMAL -> 1e-40;
            case LARGEST -> 1e37;
            default -> 1;
        };
    }

    /** Element i of a tensor, in channel c. */
    float next(Random random, long i, int c) {
        double z = random.nextGaussian();
        return (float)
                switch (this) {
                    case ORDINARY -> z;
                    case OFFSET -> 1e4 + z;
                    case FAR -> 1e6 + z;
                    case FAR_NARROW -> 1000 + 1e-3 * z;
                    case NARROW -> 3 + 1e-4 * z;
                    case RAMP -> 0.37 * i;
                    case OUTLIER -> i < 3 ? 1e6 : z;
                    case CONSTANT -> 0.1 * (c + 1);
                    case TINY -> 1e-30 * z;
                    case HUGE -> 1e30 * z;
                    case SUBNORMAL -> 1e-40 * z;
                    case LARGEST -> i % 7 == 3 ? -Float.MAX_VALUE : Float.MAX_VALUE - 1e35 * Math.abs(z);
                };
    }
}
