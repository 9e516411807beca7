package org.lanewise.testkit;

import java.math.BigDecimal;

/**
 * Inference of one channel with given statistics, as good as exactly. All numbers are finite.
 *
 * <pre>{@code
 * ExactInference channel = new ExactInference(mean, variance, gamma, beta, eps);
 * ExactInference.Output exact = channel.output(x);
 * double error = exact.ulps(y);                       // in ulp, see Ulps
 * boolean kept = exact.shareOfBound(y) <= 1;
 * }</pre>
 */
public final class ExactInference {
    private final BigDecimal mean;
    private final BigDecimal scale;
    private final BigDecimal beta;
    private final Bounds bounds;

    /** The channel that has these parameters; the variance is 0 or more, and eps more than 0. */
    public ExactInference(float mean, float variance, float gamma, float beta, double eps) {
        this.mean = new BigDecimal(mean);
        this.beta = new BigDecimal(beta);
        scale = Exact.scale(new BigDecimal(variance), gamma, eps);
        bounds = Bounds.given(Precision.FLOAT32, mean, variance, gamma, beta, eps);
    }

    /** What an element's output is, and what an engine's is judged by. */
    public Output output(float x) {
        BigDecimal y = Exact.forward(new BigDecimal(x), mean, scale, beta);
        double nearest = y.doubleValue();
        double product = y.subtract(beta).doubleValue();
        return new Output(y, Ulps.scale(nearest, product, beta.doubleValue()), bounds.y(x, nearest));
    }

    /**
     * The output for one element.
     *
     * @param y gamma·(x - mean)/sqrt(variance + eps) + beta
     * @param scale what ulps are taken of: see {@link Ulps}
     * @param bound how far from y a careful engine's float may be: what roundings that can't be avoided add up to, which is what
     *     the law "inference y" holds engines to
     */
    public record Output(BigDecimal y, double scale, double bound) {
        /** How far an engine's output is from this, in ulp. */
        public double ulps(float actual) {
            return Ulps.of(actual, y, scale);
        }

        /** How far the outputs of two engines are apart, in the same ulp; infinite if one is not finite, unless both are the same. */
        public double ulpsApart(float one, float other) {
            if (one == other) {
                return 0;
            }
            return Float.isFinite(other) ? Ulps.of(one, new BigDecimal(other), scale) : Double.POSITIVE_INFINITY;
        }

        /** How far an engine's output is from this, as a share of the bound: at most 1 where that is kept. */
        public double shareOfBound(float actual) {
            double nearest = y.doubleValue();
            if (!Float.isFinite(actual)) {
                return actual == Precision.FLOAT32.round(nearest) ? 0 : Double.POSITIVE_INFINITY;
            }
            return Math.abs(actual - nearest) / bound;
        }
    }
}
