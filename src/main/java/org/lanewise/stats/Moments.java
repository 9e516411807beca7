package org.lanewise.stats;

import org.lanewise.kernel.sums.MomentMerge;

/**
 * The count, mean and sum of squared deviations from the mean of a set of numbers: what is needed to merge sets without
 * their numbers. Immutable.
 *
 * @param count how many numbers, 0 or more
 * @param mean their mean; 0 for none
 * @param squares sum((x - mean)²), Welford's M2; never negative, 0 for fewer than two numbers
 */
public record Moments(long count, double mean, double squares) {
    /** The moments of no numbers. */
    public static final Moments EMPTY = new Moments(0, 0, 0);

    /**
     * Moments known from elsewhere.
     *
     * @throws IllegalArgumentException if the count or the sum of squares is negative, or there are no numbers but a mean
     */
    public Moments {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + ", must not be negative");
        }
        if (squares < 0) {
            throw new IllegalArgumentException("squares: " + squares + ", must not be negative");
        }
        if (count == 0 && (mean != 0 || squares != 0)) {
            throw new IllegalArgumentException("mean, squares: " + mean + ", " + squares + ", must be 0 for a count of 0");
        }
    }

    /** The moments of some numbers, by Welford's update, one after another. */
    public static Moments of(double... values) {
        Moments moments = EMPTY;
        for (double value : values) {
            moments = moments.add(value);
        }
        return moments;
    }

    /** These numbers and one more. */
    public Moments add(double value) {
        return merge(new Moments(1, value, 0));
    }

    /**
     * These numbers and others, by the formula of MomentMerge, Golub and LeVeque (1979).
     *
     * @throws ArithmeticException if there are more than 2^63 - 1 of them
     */
    public Moments merge(Moments other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        double weight = MomentMerge.weight(count, other.count);
        return new Moments(
                Math.addExact(count, other.count),
                MomentMerge.mean(mean, other.mean, weight),
                MomentMerge.squares(count, mean, squares, other.mean, other.squares, weight));
    }

    /** The biased variance, squares/count: that of these numbers. NaN for none. */
    public double variance() {
        return squares / count;
    }

    /** The unbiased variance, squares/(count - 1): the estimate for what these numbers are a sample of. NaN for fewer than two. */
    public double unbiasedVariance() {
        return count < 2 ? Double.NaN : squares / (count - 1);
    }
}
