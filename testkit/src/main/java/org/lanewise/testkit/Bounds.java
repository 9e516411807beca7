package org.lanewise.testkit;

/**
 * How far from exact a careful engine may be, per channel, that sums statistics in double, or those of bfloat16
 * elements in short chains of floats. Derived, not fitted: each bound adds up the roundings that can't be avoided: of
 * relative size U, the roundoff of what elements are computed in (float, or double for float64), and D = 2^-53 of
 * statistics. bfloat16 elements are summed in float, {@value #FLOAT_CHAIN} of a row at most, around the mean of some of
 * them, and these sums in double ({@code org.lanewise.kernel.sums.Blocks}).
 *
 * <p>With n elements, mean m, a = |gamma|/sqrt(variance + eps), xhat = (x - m)/sqrt(variance + eps):
 *
 * <ul>
 *   <li>mean: its rounding, and n additions in double of differences of the size of sigma·sqrt(n) at most;
 *   <li>variance: its rounding, what sums of squares around an element of the data lose
 *       ({@code org.lanewise.kernel.sums.Pivot}: 3·(k + 5)·D of the squares, of which k are added in a row), and what
 *       the means of parts are rounded by;
 *   <li>y = (x - m_hi)·a + b: the roundings of x - m_hi, a, b and y; b = beta - a·m_lo with |m_lo| at most half an ulp
 *       of m, or, where |m| is below sigma/16, with m_hi = 0;
 *   <li>dx = (dy - ((x - m_hi)·p + r))·a: the same, each term by its size.
 * </ul>
 *
 * Products of errors are covered by a tenth on top, underflow by some of the smallest numbers, and that of x - m by as
 * much of what multiplies it. (No factor need underflow: a power of two can be moved to the other one.) What is stored
 * in fewer digits than it is computed in is rounded once more. dgamma and dbeta are floats.
 */
final class Bounds {
    private static final double D = 0x1p-53;

    /** So many squares are added in a row at most: beyond, a careful engine adds up parts. */
    private static final int CHAIN = 4096;

    /** So many floats are added in a row at most. */
    private static final int FLOAT_CHAIN = 128;

    /**
     * A part has so many times the elements whose mean it is taken around, at most, where chains are that long; where
     * it has more, they are shorter by more.
     */
    private static final int PART = 32;

    private final Precision type;
    private final Precision computed;
    private final int n;
    private final double mean;
    private final double variance;
    /** The variance, or 0 where a given one is below it. */
    private final double spread;

    private final double sigma;
    private final double farthest;
    private final double eps;
    private final double invStd;
    private final double gamma;
    private final double beta;

    /** Where the statistics are the channel's own. */
    Bounds(Precision type, Exact channel, double gamma, double beta, double eps) {
        this(
                type,
                channel.size(),
                channel.mean().doubleValue(),
                channel.variance().doubleValue(),
                channel.sigma(),
                channel.farthest(),
                gamma,
                beta,
                eps);
    }

    /** Where they are given. */
    static Bounds given(Precision type, double mean, double variance, double gamma, double beta, double eps) {
        return new Bounds(type, 1, mean, variance, Math.sqrt(Math.max(0, variance)), 0, gamma, beta, eps);
    }

    private Bounds(
            Precision type,
            int n,
            double mean,
            double variance,
            double sigma,
            double farthest,
            double gamma,
            double beta,
            double eps) {
        this.type = type;
        computed = type.computed();
        this.n = n;
        this.mean = mean;
        this.variance = variance;
        spread = Math.max(0, variance);
        this.sigma = sigma;
        this.farthest = farthest;
        this.eps = eps;
        invStd = 1 / Math.sqrt(variance + eps);
        this.gamma = Math.abs(gamma);
        this.beta = beta;
    }

    /** For factor·x + added, and eps times factor². */
    Bounds moved(double factor, double added) {
        double square = factor * factor;
        return new Bounds(
                type,
                n,
                factor * mean + added,
                square * variance,
                factor * sigma,
                factor * farthest,
                gamma,
                beta,
                square * eps);
    }

    private static double rounded(Precision precision, double... terms) {
        double sum = 0;
        for (double term : terms) {
            sum += Math.abs(term);
        }
        return 1.1 * precision.roundoff() * sum + 4 * precision.smallest();
    }

    /** The bound of what is computed and then stored. */
    private double stored(double exact, double bound) {
        return type == computed ? bound : bound + type.roundoff() * (Math.abs(exact) + bound) + type.smallest() / 2;
    }

    /**
     * What a sum in float loses, relative to the sum of the absolute values: an addition, a difference and a product.
     */
    private double summed() {
        return type != Precision.BFLOAT16 || n == 1 ? 0 : (FLOAT_CHAIN + 3) * computed.roundoff();
    }

    /** What sums of products in float lose below the smallest float, of all elements together. */
    private double summedUnderflow() {
        return summed() == 0 ? 0 : n * computed.smallest() / 2;
    }

    /** The mean square of what sums in float are taken of, around a mean of its own in each part. */
    private double squareInFloat() {
        return spread + Math.min(4 * farthest * farthest, PART * spread);
    }

    /**
     * What n additions in double lose of a mean around an element of the data, what the mean itself is rounded by, and
     * what sums in float lose.
     */
    private double meanFromSums() {
        return n * D * sigma * (1 + Math.sqrt(n)) + 2 * Math.ulp(mean) + summed() * Math.sqrt(squareInFloat());
    }

    /** What keeping the means of parts as doubles loses: these are no larger than an element. */
    private double keptMean() {
        return 2 * Math.ulp(Math.abs(mean) + farthest);
    }

    /**
     * What sums lose of the variance. The element that a part is taken around is as far from the part's mean as two
     * elements can be from that of all, or as n of them allow. Means that are off by a kept one's rounding change the
     * squares of their distances, which are sigma's at most.
     */
    private double varianceFromSums(double keptMean) {
        double around = Math.min(4 * farthest * farthest, n * spread);
        return 3 * (Math.min(n, CHAIN) + 5) * D * (spread + around)
                + keptMean * (2 * sigma + keptMean)
                + 3 * summed() * squareInFloat();
    }

    /** What a loses by it, relative to itself, and by the roundings of the root, the quotient and the product. */
    private double scaleFromSums() {
        return varianceFromSums(keptMean()) / (variance + eps) / 2 + 4 * D;
    }

    /**
     * Of x - m and of the terms of dx, which a is multiplied with; of x - m in the backward pass a·p =
     * a·slope/sqrt(variance + eps) too.
     */
    private double underflow(double a, double slope) {
        return computed.smallest() * a * (4 + slope * invStd);
    }

    double mean() {
        return rounded(computed, mean) + meanFromSums();
    }

    double variance() {
        return variance(keptMean());
    }

    private double variance(double keptMean) {
        return rounded(computed, variance) + varianceFromSums(keptMean);
    }

    /** Where means have been merged one after the other. */
    double mergedMean(int merges) {
        return mean() + merges * keptMean();
    }

    double mergedVariance(int merges) {
        return variance((1 + merges) * keptMean());
    }

    double y(double x, double y) {
        double a = gamma * invStd;
        double low = mean * mean < variance / 256 ? 2 * mean : computed.ulp(mean);
        double bound = rounded(computed, 2 * a * (x - mean), beta, a * low, y)
                + a * (Math.abs(x - mean) * scaleFromSums() + meanFromSums())
                + underflow(a, 0);
        return stored(y, bound);
    }

    /**
     * What errors of the gradients are measured by.
     *
     * @param dgamma sum(dy·xhat)
     * @param dbeta sum(dy)
     * @param absXhat sum(|dy·xhat|)
     * @param abs sum(|dy|)
     */
    record Sums(double dgamma, double dbeta, double absXhat, double abs) {}

    Sums sums(double[] x, double[] dy, Exact.Gradient exact) {
        double abs = 0;
        double absXhat = 0;
        for (int i = 0; i < x.length; i++) {
            abs += Math.abs(dy[i]);
            absXhat += Math.abs(dy[i] * ((x[i] - mean) * invStd));
        }
        return new Sums(exact.dgamma().doubleValue(), exact.dbeta().doubleValue(), absXhat, abs);
    }

    double dx(double x, double dx, Sums sums) {
        double a = gamma * invStd;
        double xhat = Math.abs(x - mean) * invStd;
        double slope = Math.abs(sums.dgamma / n);
        double center = meanFromSums() * invStd;
        double fromSums = ((n + 1) * D + summed() + xhat * center) * (sums.abs / n)
                + xhat
                        * (((n + 3) * D + summed()) * (sums.absXhat / n)
                                + summedUnderflow() / n * invStd
                                + 2 * scaleFromSums() * slope)
                + slope * center;
        double bound = rounded(
                        computed,
                        a * (2.4 * xhat + computed.ulp(mean) * invStd) * slope,
                        2 * a * sums.dbeta / n,
                        3 * dx)
                + a * fromSums
                + Math.abs(dx) * scaleFromSums()
                + underflow(a, slope);
        return stored(dx, bound);
    }

    double dgamma(Sums sums) {
        return rounded(Precision.FLOAT32, 1.3 * sums.dgamma)
                + (n * 2 * D + summed()) * sums.absXhat
                + summedUnderflow() * invStd
                + sums.abs * meanFromSums() * invStd
                + Math.abs(sums.dgamma) * scaleFromSums();
    }

    double dbeta(Sums sums) {
        return rounded(Precision.FLOAT32, sums.dbeta) + (n * D + summed()) * sums.abs;
    }
}
