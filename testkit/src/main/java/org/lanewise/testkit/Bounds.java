package org.lanewise.testkit;

/**
 * How far from exact a careful float32 engine with statistics in double may be, per channel. Derived, not fitted: each bound adds
 * up the roundings that can't be avoided, of relative size U = 2^-24 to float and 2^-53 to double.
 *
 * <p>With n elements, mean m, a = |gamma|/sqrt(variance + eps), xhat = (x - m)/sqrt(variance + eps):
 * <ul>
 * <li>mean: its rounding to float, and n additions in double of differences of the size of sigma·sqrt(n) at most;
 * <li>variance: its rounding, and the 2.5e-8 that sums around an element of the data may lose
 *     ({@code org.lanewise.kernel.Pivot});
 * <li>y = (x - m_hi)·a + b: the roundings of x - m_hi, a, b and y; b = beta - a·m_lo with |m_lo| at most half an ulp of m,
 *     or, where |m| is below sigma/16, with m_hi = 0;
 * <li>dx = (dy - ((x - m_hi)·p + r))·a: the same, each term by its size.
 * </ul>
 * Products of errors are covered by a tenth on top, underflow by some of the smallest floats, and that of a factor by as much of
 * what it multiplies.
 */
final class Bounds {
    private static final double U = 0x1p-24;
    private static final double UNDERFLOW = 4 * Float.MIN_VALUE;
    private static final double VARIANCE = 2.5e-8;

    private final int n;
    private final double mean;
    private final double variance;
    private final double invStd;
    private final double gamma;
    private final double beta;

    Bounds(Exact channel, int n, float gamma, float beta, double eps) {
        this(n, channel.mean().doubleValue(), channel.variance().doubleValue(), gamma, beta, eps);
    }

    Bounds(int n, double mean, double variance, float gamma, float beta, double eps) {
        this.n = n;
        this.mean = mean;
        this.variance = variance;
        this.invStd = 1 / Math.sqrt(variance + eps);
        this.gamma = Math.abs(gamma);
        this.beta = beta;
    }

    private static double rounded(double... terms) {
        double sum = 0;
        for (double term : terms) {
            sum += Math.abs(term);
        }
        return 1.1 * U * sum + UNDERFLOW;
    }

    /** What n additions in double lose of a mean around an element of the data, and what the mean itself is rounded by. */
    private double meanInDouble() {
        return n * 0x1p-53 * Math.sqrt(variance) * (1 + Math.sqrt(n)) + 2 * Math.ulp(mean);
    }

    /** Of a, which x - m is multiplied with, and of x - m itself. */
    private double underflow(double x, double a) {
        return Float.MIN_VALUE * (Math.abs(x - mean) + a);
    }

    double mean() {
        return rounded(mean) + meanInDouble();
    }

    double variance() {
        return rounded(variance) + VARIANCE * variance + meanInDouble() * meanInDouble();
    }

    double y(double x, double y) {
        double a = gamma * invStd;
        double low = mean * mean < variance / 256 ? 2 * mean : Math.ulp((float) mean);
        return rounded(2.2 * a * (x - mean), beta, a * low, y) + a * meanInDouble() + underflow(x, a);
    }

    /** dx where sums are sum(dy) and sum(dy·xhat). */
    double dx(double x, double dx, double dbeta, double dgamma, double sumAbs) {
        double a = gamma * invStd;
        double xhat = Math.abs(x - mean) * invStd;
        double slope = Math.abs(dgamma / n);
        double loMean = Math.ulp((float) mean) * invStd;
        return rounded(a * (2.4 * xhat + loMean) * slope, 2 * a * dbeta / n, 3 * dx)
                + (1 + a) * underflow(x, a)
                + (a == 0 ? 0 : Float.MIN_VALUE * Math.abs(dx) / a)
                + a * (1 + xhat) * (sumAbs * 4 * 0x1p-53 + slope * meanInDouble() * invStd);
    }

    double dgamma(double dgamma, double sumAbsXhat, double sumAbs) {
        return rounded(1.3 * dgamma) + n * 0x1p-52 * sumAbsXhat + sumAbs * meanInDouble() * invStd;
    }

    double dbeta(double dbeta, double sumAbs) {
        return rounded(dbeta) + n * 0x1p-53 * sumAbs;
    }
}
