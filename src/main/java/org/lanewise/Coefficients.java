package org.lanewise;

import org.lanewise.exec.Parameters;
import org.lanewise.exec.Range;
import org.lanewise.kernel.call.Operands;
import org.lanewise.tensor.ElementType;

/**
 * Makes, per channel, the coefficients a, m, p and r, and from them the {@link Parameters} of elementwise kernels:
 * computed in double, and rounded once to the type that these kernels compute in.
 *
 * <p>With a = gamma/sqrt(variance + eps), y = a·(x - mean) + beta = (x/2 - m/2)·2a + (beta - a·(mean - m)) for any m.
 * The kernel subtracts first, as the textbook does, and m is the mean rounded to that type, so that nothing cancels
 * where |mean| is far above the standard deviation; this costs no more than x·a + b. Where |mean| is far below it,
 * nothing can cancel, and m is 0, which saves the rounding of x - m. Halves, because x - m overflows where both are
 * near the largest float.
 *
 * <p>For the backward pass, with n elements per channel, s = sum(dy), q = sum(dy·(x - mean)), v = 1/sqrt(variance +
 * eps): dx = a·(dy - s/n - (x - mean)·v²·q/n) = (dy/2 - ((x/2 - m/2)·p + r/2))·2a, where p = v²·q/n and r = s/n -
 * p·(mean - m). (Ioffe, Szegedy: Batch Normalization, 2015, section 3, the chain rule simplified.) The factor a stays
 * outside: a·p is of the size of v² and would underflow where the standard deviation is above 1e19.
 *
 * <p>Where a or p leaves the range of the type, or x - m may, the channel is extended: h and g, powers of two of its
 * own, take the place of the halves, y = (x·h - m·h)·(a/h) + ... and dx = (dy·g - ((x·h - m·h)·(p·g/h) + r·g))·(a/g). A
 * power of two rounds nothing.
 */
final class Coefficients {
    /** (1/16)²: the mean is small if mean² &lt; FAR·variance. */
    private static final double FAR = 0x1p-8;

    /** Where 1/sqrt(variance + eps) is above this, half of x - mean may be subnormal. */
    private static final double STEEP = 0x1p100;

    /**
     * The exponent of an extended channel's a/h where a is small. With it, what x·h loses by underflow is not seen in
     * y.
     */
    private static final int SMALL_SCALE = -20;

    /** The exponent of the halves, with which x·h - m·h can't overflow. */
    private static final int HALVES = -1;

    /**
     * Offset -m/2, scale 2a, factorOfX -p, shift beta - a·(mean - m) forward and -r/2 backward; if extended, h and g in
     * place of the halves.
     */
    final Parameters parameters;

    private final int channels;
    private final Range range;

    Coefficients(ElementType type, int channels) {
        this.channels = channels;
        parameters = new Parameters(type, channels);
        range = parameters.range();
    }

    /** Coefficients for tensors of a type, to be set: these if they are for that type, else new ones. */
    Coefficients suited(ElementType type) {
        if (!parameters.isFor(type)) {
            return new Coefficients(type, channels);
        }
        parameters.clear();
        return this;
    }

    /** For y, in some channels. */
    void forward(BatchStatistics statistics, int from, int to) {
        for (int c = from; c < to; c++) {
            double mean = statistics.mean(c);
            double a = statistics.factor(c);
            if (range.twiceFits(a) && !(statistics.invStd(c) > STEEP)) {
                double m = mean * mean < FAR * statistics.variance(c) ? 0 : range.round(mean);
                parameters.set(c, -m / 2, 2 * a, 0, statistics.shift(c) - a * (mean - m));
            } else {
                double m = range.round(mean);
                setExtended(c, m, a, statistics.shift(c) - a * (mean - m));
            }
        }
    }

    /** y of a channel with a power of two h of its own: a/h and m·h are within the range, if they can both be. */
    private void setExtended(int c, double m, double a, double shift) {
        int exponent = Math.getExponent(a);
        int ofX = exponent < 0 ? Math.min(exponent - SMALL_SCALE, HALVES) : exponent - exponent / 2;
        double h = range.power(Math.min(ofX, largestPower(m)));
        // The clamp acts only if m is so large that each x other than m gives an infinite y. An x of m gives beta.
        parameters.setExtended(c, -m * h, range.clamp(a / h), 0, shift, h, Operands.HALF);
    }

    /** For dx where the statistics are the batch's, of n elements per channel, in some channels. */
    void backward(BatchStatistics statistics, double[] sumDy, double[] sumDyX, long n, int from, int to) {
        for (int c = from; c < to; c++) {
            double mean = statistics.mean(c);
            double invStd = statistics.invStd(c);
            double a = statistics.factor(c);
            double p = invStd * invStd * (sumDyX[c] / n);
            double m = range.round(mean);
            double r = sumDy[c] / n - p * (mean - m);
            if (range.twiceFits(a) && range.twiceFits(p) && !(invStd > STEEP)) {
                parameters.set(c, -m / 2, 2 * a, -p, -r / 2);
            } else {
                int exponent = Math.min(Math.getExponent(invStd), largestPower(m));
                double h = range.power(exponent);
                double g = range.power(
                        Math.min(exponentOfDy(a), range.maxExponent() - 1 - Math.getExponent(p) + exponent));
                parameters.setExtended(c, -m * h, range.clamp(a / g), range.clamp(-p * (g / h)), -r * g, h, g);
            }
        }
    }

    /** The exponent of a power of two g such that a/g is within the range, and dy·g where that matters. */
    private int exponentOfDy(double a) {
        if (range.twiceFits(a)) {
            return HALVES;
        }
        int exponent = Math.getExponent(a);
        return exponent < 0 ? exponent - SMALL_SCALE : exponent - range.maxExponent() + 1;
    }

    /** The exponent of the largest power of two whose product with m is within the range. */
    private int largestPower(double m) {
        return range.maxExponent() - 1 - Math.max(Math.getExponent(m), -1);
    }

    /** For dx where the statistics are constants: dx = dy·a, as (dy/2 + -0)·2a + -0, to the sign of a zero. */
    void frozenBackward(BatchStatistics statistics) {
        for (int c = 0; c < statistics.channels(); c++) {
            double a = statistics.factor(c);
            if (range.twiceFits(a)) {
                parameters.set(c, -0.0, 2 * a, 0, -0.0);
            } else {
                setExtended(c, 0, a, -0.0);
            }
        }
    }
}
