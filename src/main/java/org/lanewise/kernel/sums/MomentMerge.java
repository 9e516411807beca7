package org.lanewise.kernel.sums;

/**
 * Merging the moments of two sets of elements, a and b: w = n_b/(n_a + n_b), delta = mean_b - mean_a, mean = mean_a +
 * delta·w, M2 = M2_a + M2_b + delta²·n_a·w.
 *
 * <p>Chan, Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample variances (1979). The weight
 * is computed once, before the rest: it is the same for all channels, and the rest has no division.
 */
public final class MomentMerge {
    private MomentMerge() {}

    /** The share of b; n_a + n_b must not be 0. */
    public static double weight(long countA, long countB) {
        return (double) countB / (countA + countB);
    }

    /** The mean of both. */
    public static double mean(double meanA, double meanB, double weight) {
        return meanA + (meanB - meanA) * weight;
    }

    /** The sum of squared deviations of both. */
    public static double squares(
            long countA, double meanA, double squaresA, double meanB, double squaresB, double weight) {
        double delta = meanB - meanA;
        return squaresA + squaresB + delta * delta * (countA * weight);
    }
}
