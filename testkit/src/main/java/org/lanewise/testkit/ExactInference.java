package org.lanewise.testkit;

import java.math.BigDecimal;

/**
 * Inference of one channel with given statistics, as good as exactly: the scale in decimal, and for each element pairs
 * of doubles, which are off by 2^-100 of the largest term at most (Knuth's exact sums and fused multiply-adds). That is
 * fast enough for all elements of a network. All numbers are finite, and no difference of two overflows a double.
 * Immutable.
 *
 * <pre>{@code
 * ExactInference channel = new ExactInference(Precision.FLOAT32, mean, variance, gamma, beta, eps);
 * ExactInference.Output exact = channel.output(x);
 * double error = exact.ulps(y); // in ulp, see Ulps
 * boolean kept = exact.shareOfBound(y) <= 1;
 * }</pre>
 */
public final class ExactInference {
    private final Precision type;
    private final double mean;
    private final double beta;
    private final double scale;
    private final double scaleRest;
    private final Bounds bounds;

    /**
     * The channel that has these parameters.
     *
     * @param type what inputs and outputs are stored in
     * @param mean finite
     * @param variance finite, and above 0 with eps added
     * @param gamma finite
     * @param beta finite
     * @param eps finite
     * @throws IllegalArgumentException if a number is not finite, or variance + eps is not above 0
     */
    public ExactInference(Precision type, double mean, double variance, double gamma, double beta, double eps) {
        for (double number : new double[] {mean, variance, gamma, beta, eps}) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("mean, variance, gamma, beta, eps: " + mean + ", " + variance + ", "
                        + gamma + ", " + beta + ", " + eps + ", must be finite");
            }
        }
        BigDecimal sum = new BigDecimal(variance).add(new BigDecimal(eps));
        if (sum.signum() <= 0) {
            throw new IllegalArgumentException("variance + eps: " + sum.doubleValue() + ", must be above 0");
        }
        this.type = type;
        this.mean = mean;
        this.beta = beta;
        BigDecimal exactly = Exact.scale(new BigDecimal(variance), gamma, eps);
        scale = exactly.doubleValue();
        scaleRest = exactly.subtract(new BigDecimal(scale)).doubleValue();
        bounds = Bounds.given(type, mean, variance, gamma, beta, eps);
    }

    /**
     * What an element's output is, and what an engine's is judged by.
     *
     * @param x finite, a value of the type; not checked
     */
    public Output output(double x) {
        double d = x - mean;
        double product = d * scale;
        // What the product is short of: its own rounding, and what d and the scale are short of.
        double productRest = Math.fma(d, scale, -product) + Math.fma(d, scaleRest, restOfSum(x, -mean, d) * scale);
        double sum = product + beta;
        double sumRest = restOfSum(product, beta, sum) + productRest;
        double y = sum + sumRest;
        return new Output(type, y, sumRest - (y - sum), Ulps.scale(y, product, beta), bounds.y(x, y));
    }

    /** a + b - sum, exactly, for the rounded sum of a and b (Knuth). */
    private static double restOfSum(double a, double b, double sum) {
        double ofB = sum - a;
        return (a - (sum - ofB)) + (b - ofB);
    }

    /**
     * The output for one element. Immutable.
     *
     * @param type what the output is stored in
     * @param y the double that is nearest to gamma·(x - mean)/sqrt(variance + eps) + beta
     * @param rest what it is short of that
     * @param scale what ulps are taken of: see {@link Ulps}
     * @param bound how far from y a careful engine's number may be: what roundings that can't be avoided add up to,
     *     which is what the law "inference y" holds engines to
     */
    public record Output(Precision type, double y, double rest, double scale, double bound) {
        /** How far an engine's output is from this, in ulp. */
        public double ulps(double actual) {
            return Ulps.ofDistance(type, distance(actual), y, scale);
        }

        /**
         * How far the outputs of two engines are apart, in the same ulp; infinite if one is not finite, unless both are
         * the same.
         */
        public double ulpsApart(double one, double other) {
            double distance = one == other ? 0 : Math.abs(one - other);
            return Ulps.ofDistance(type, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance, y, scale);
        }

        /** How far an engine's output is from this, as a share of the bound: at most 1 where that is kept. */
        public double shareOfBound(double actual) {
            return actual == type.round(y) && Double.isInfinite(actual) ? 0 : distance(actual) / bound;
        }

        /** The subtraction is exact where the two are near each other. */
        private double distance(double actual) {
            return Double.isFinite(actual) ? Math.abs(actual - y - rest) : Double.POSITIVE_INFINITY;
        }
    }
}
