package org.lanewise.stats;

import org.lanewise.kernel.sums.MomentMerge;

/**
 * The count, the mean, and the sum of squared deviations from the mean of a set of numbers. With these, sets can be
 * merged without their numbers. Immutable.
 *
 * <pre>{@code
 * Moments all = Moments.of(1, 2, 3).merge(Moments.of(4, 5));
 * double variance = all.variance(); // 2, that of 1 to 5
 * }</pre>
 *
 * @param count how many numbers, 0 or more
 * @param mean the mean; 0 if there are no numbers
 * @param squares sum((x - mean)²), Welford's M2; never negative, 0 for fewer than two numbers; NaN if one of them is
 *     NaN or infinite
 */
public record Moments(long count, double mean, double squares) {
    /** The moments of no numbers. */
    public static final Moments EMPTY = new Moments(0, 0, 0);

    /**
     * Moments that were computed elsewhere.
     *
     * @throws IllegalArgumentException if count or squares is negative, or if count is 0 and mean or squares is not
     */
    public Moments {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + ", must not be negative");
        }
        if (squares < 0) {
            throw new IllegalArgumentException("squares: " + squares + ", must not be negative");
        }
        if (count == 0 && (mean != 0 || squares != 0)) {
            throw new IllegalArgumentException(
                    "mean, squares: " + mean + ", " + squares + ", must be 0 for a count of 0");
        }
    }

    /**
     * The moments of some numbers, added one after another by the update of Welford (Note on a Method for Calculating
     * Corrected Sums of Squares and Products, 1962).
     */
    public static Moments of(double... values) {
        Moments moments = EMPTY;
        for (double value : values) {
            moments = moments.add(value);
        }
        return moments;
    }

    /** The moments of these numbers and one more. A NaN or an infinity makes the squares NaN. */
    public Moments add(double value) {
        // 0, but NaN for NaN and infinities.
        return merge(new Moments(1, value, value - value));
    }

    /**
     * The moments of these numbers and others. With w = n_b/(n_a + n_b) and delta = mean_b - mean_a, the mean is mean_a
     * + delta·w, and M2 is M2_a + M2_b + delta²·n_a·w. (Chan, Golub, LeVeque: Updating Formulae and a Pairwise
     * Algorithm for Computing Sample Variances, 1979; for higher moments see Pébay, 2008.)
     *
     * @throws ArithmeticException if there are more than 2^63 - 1 numbers together
     */
    public Moments merge(Moments other) {
        if (other.count == 0) {
            return this;
        }
        if (count == 0) {
            return other;
        }
        double weight = MomentMerge.weight(count, other.count);
        return new Moments(
                Math.addExact(count, other.count),
                MomentMerge.mean(mean, other.mean, weight),
                MomentMerge.squares(count, mean, squares, other.mean, other.squares, weight));
    }

    /** The biased variance of these numbers, squares/count; NaN if there are none. */
    public double variance() {
        return squares / count;
    }

    /**
     * The unbiased variance, squares/(count - 1), which estimates that of the population; NaN for fewer than two
     * numbers.
     */
    public double unbiasedVariance() {
        return count < 2 ? Double.NaN : squares / (count - 1);
    }
}
