package org.lanewise.kernel.sums;

import org.lanewise.kernel.grid.Grid;

/**
 * Mean and variance from sums around a pivot, in double: with d = x - pivot, s = sum(d), q = sum(d²) over n elements,
 * mean = pivot + s/n and sum((x - mean)²) = q - s²/n.
 *
 * <p>The pivot is an element of the part, its first, so (mean - pivot)² is at most the sum of squared deviations and q
 * at most n times it: the subtraction cancels by a factor of n at most. A sum is a chain of at most k = 4096 additions,
 * each of relative error u = 2^-53, and n is at most {@value Grid#UNIT}. With the rounding of d, q is off by (k +
 * 2)·u·q at most and s by (k + 1)·u·sum(|d|), so s²/n by 2·(k + 3)·u·q. The relative error of the variance stays below
 * 3·(k + 5)·n·u &lt; 2.5e-8, less than half of a float's rounding, whatever the offset of the data, and commonly far
 * below. The squares of floats do not overflow a double; those of float64 elements may. In a constant part every d is
 * 0: the mean is exact, the variance 0.
 *
 * <p>Chan, Golub, LeVeque: Algorithms for computing the sample variance, The American Statistician 37 (1983), shifted
 * data.
 */
public final class Pivot {
    private Pivot() {}

    /** The pivot for a part that begins with x; 0 where x is NaN or infinite, so that x itself reaches the sums. */
    public static double of(double x) {
        return Math.abs(x) <= Double.MAX_VALUE ? x : 0;
    }

    /** The mean, with 1/n as the inverse. */
    public static double mean(double pivot, double s, double inverse) {
        return pivot + s * inverse;
    }

    /** The sum of squared deviations from the mean; never negative. */
    public static double squares(double s, double q, double inverse) {
        return Math.max(0, q - s * (s * inverse));
    }
}
