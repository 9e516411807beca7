package org.lanewise.testkit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Batch normalization of one channel by the textbook's formulas, as good as exactly, and slow. sum(x) and sum(dy) are
 * exact, as BigDecimal adds doubles; all else has {@value #DIGITS} digits. That is enough: the only subtraction of
 * numbers that may be nearly equal is x - mean, which is off by |mean|·1e-{@value #DIGITS}; and where the elements are
 * not all the same, two of them are a double's step apart at least, so sigma is at least |mean|·2^-54/sqrt(n). Relative
 * to sigma that is below 1e-38 for any n that fits in memory. Where they are all the same, the mean is one of them and
 * x - mean is 0.
 *
 * <p>The formulas are those of Ioffe, Szegedy: Batch Normalization (2015), section 3, the gradient simplified.
 * Immutable.
 */
public final class Exact {
    private static final int DIGITS = 60;
    private static final MathContext PRECISE = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    private final BigDecimal[] x;
    private final BigDecimal n;
    private final BigDecimal mean;
    private final BigDecimal variance;
    private final BigDecimal farthest;

    /**
     * The channel that has these elements.
     *
     * @param elements at least one, all finite
     * @throws NumberFormatException if an element is NaN or infinite
     * @throws IndexOutOfBoundsException if there is none
     */
    public Exact(float... elements) {
        this(toDoubles(elements));
    }

    /**
     * The channel that has these elements.
     *
     * @param elements at least one, all finite
     * @throws NumberFormatException if an element is NaN or infinite
     * @throws IndexOutOfBoundsException if there is none
     */
    public Exact(double... elements) {
        x = toDecimals(elements);
        n = BigDecimal.valueOf(elements.length);
        // The quotient alone would be rounded: a subnormal number has more decimal digits than that.
        mean = Arrays.stream(x).allMatch(x[0]::equals) ? x[0] : sum(x).divide(n, PRECISE);
        BigDecimal squares = BigDecimal.ZERO;
        BigDecimal largest = BigDecimal.ZERO;
        for (BigDecimal element : x) {
            BigDecimal d = element.subtract(mean, PRECISE);
            squares = squares.add(d.multiply(d, PRECISE), PRECISE);
            largest = largest.max(d.abs());
        }
        farthest = largest;
        variance = squares.divide(n, PRECISE);
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    static double[] toDoubles(BigDecimal[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i].doubleValue();
        }
        return doubles;
    }

    private static BigDecimal[] toDecimals(double[] values) {
        BigDecimal[] decimals = new BigDecimal[values.length];
        for (int i = 0; i < values.length; i++) {
            decimals[i] = new BigDecimal(values[i]);
        }
        return decimals;
    }

    private static BigDecimal sum(BigDecimal[] values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal value : values) {
            sum = sum.add(value);
        }
        return sum;
    }

    /** mean(x). */
    public BigDecimal mean() {
        return mean;
    }

    /** The biased variance, mean((x - mean)²). */
    public BigDecimal variance() {
        return variance;
    }

    /** The root of the variance, which a double holds even where its square is below all doubles. */
    double sigma() {
        return variance.sqrt(PRECISE).doubleValue();
    }

    /** The largest |x - mean|. */
    double farthest() {
        return farthest.doubleValue();
    }

    /** How many elements there are. */
    int size() {
        return x.length;
    }

    private static BigDecimal invStd(BigDecimal variance, double eps) {
        return BigDecimal.ONE.divide(variance.add(new BigDecimal(eps)).sqrt(PRECISE), PRECISE);
    }

    /**
     * y = gamma·(x - mean)/sqrt(variance + eps) + beta with the channel's own statistics, an element of y for each of
     * x.
     *
     * @param eps finite, and above 0 with the variance added
     * @throws NumberFormatException if gamma, beta or eps is NaN or infinite
     * @throws ArithmeticException if variance + eps is not above 0
     */
    public BigDecimal[] forward(float gamma, float beta, double eps) {
        return forward(mean, variance, gamma, beta, eps);
    }

    /**
     * The same with given statistics, as in inference.
     *
     * @throws NumberFormatException if a number is NaN or infinite
     * @throws ArithmeticException if givenVariance + eps is not above 0
     */
    public BigDecimal[] forward(float givenMean, float givenVariance, float gamma, float beta, double eps) {
        return forward(new BigDecimal(givenMean), new BigDecimal(givenVariance), gamma, beta, eps);
    }

    private BigDecimal[] forward(BigDecimal m, BigDecimal v, float gamma, float beta, double eps) {
        BigDecimal scale = scale(v, gamma, eps);
        BigDecimal shift = new BigDecimal(beta);
        BigDecimal[] y = new BigDecimal[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = forward(x[i], m, scale, shift);
        }
        return y;
    }

    /** gamma/sqrt(variance + eps). */
    static BigDecimal scale(BigDecimal variance, double gamma, double eps) {
        return new BigDecimal(gamma).multiply(invStd(variance, eps), PRECISE);
    }

    /** (x - mean)·scale + beta. */
    static BigDecimal forward(BigDecimal x, BigDecimal mean, BigDecimal scale, BigDecimal beta) {
        return x.subtract(mean, PRECISE).multiply(scale, PRECISE).add(beta, PRECISE);
    }

    /**
     * The gradients of a training pass. The array is the record's own, not a copy.
     *
     * @param dx gamma·invstd·(dy - mean(dy) - xhat·mean(dy·xhat))
     * @param dgamma sum(dy·xhat)
     * @param dbeta sum(dy)
     */
    public record Gradient(BigDecimal[] dx, BigDecimal dgamma, BigDecimal dbeta) {}

    /**
     * The gradients for the gradient dy of the output, with the channel's own statistics.
     *
     * @param dy one per element of the channel, finite
     * @throws NumberFormatException if a number is NaN or infinite
     * @throws ArithmeticException if variance + eps is not above 0
     * @throws IndexOutOfBoundsException if dy has fewer values than the channel has elements
     */
    public Gradient backward(float[] dy, float gamma, double eps) {
        return backward(toDoubles(dy), gamma, eps);
    }

    /**
     * As {@link #backward(float[], float, double)}, with dy in double.
     *
     * @throws NumberFormatException as there
     * @throws ArithmeticException as there
     * @throws IndexOutOfBoundsException as there
     */
    public Gradient backward(double[] dy, float gamma, double eps) {
        BigDecimal invStd = invStd(variance, eps);
        BigDecimal[] g = toDecimals(dy);
        BigDecimal[] xhat = new BigDecimal[x.length];
        BigDecimal dgamma = BigDecimal.ZERO;
        for (int i = 0; i < x.length; i++) {
            xhat[i] = x[i].subtract(mean, PRECISE).multiply(invStd, PRECISE);
            dgamma = dgamma.add(g[i].multiply(xhat[i], PRECISE), PRECISE);
        }
        BigDecimal dbeta = sum(g);
        BigDecimal scale = new BigDecimal(gamma).multiply(invStd, PRECISE);
        BigDecimal[] dx = new BigDecimal[x.length];
        for (int i = 0; i < x.length; i++) {
            BigDecimal common =
                    dbeta.add(xhat[i].multiply(dgamma, PRECISE), PRECISE).divide(n, PRECISE);
            dx[i] = g[i].subtract(common, PRECISE).multiply(scale, PRECISE);
        }
        return new Gradient(dx, dgamma, dbeta);
    }
}
