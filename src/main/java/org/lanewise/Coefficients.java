package org.lanewise;

import org.lanewise.exec.Parameters;
import org.lanewise.tensor.ElementType;

/**
 * Per channel, the numbers that the elementwise kernels take, computed in double and rounded once to the type that these compute in.
 *
 * <p>With a = gamma/sqrt(variance + eps), y = a·(x - mean) + beta = (x/2 - m/2)·2a + (beta - a·(mean - m)) for any m. The kernel
 * subtracts first, as the textbook does, and m is the mean rounded to that type, so that nothing cancels where |mean| is far
 * above the standard deviation; this costs no more than x·a + b. Where |mean| is far below it, nothing can cancel, and m is 0,
 * which saves the rounding of x - m. Halves, because x - m overflows where both are near the largest float. A factor 2a above
 * the largest float becomes the largest float, so that a constant channel is beta even then, not NaN.
 *
 * <p>For the backward pass, with n elements per channel, s = sum(dy), q = sum(dy·(x - mean)), v = 1/sqrt(variance + eps):
 * dx = a·(dy - s/n - (x - mean)·v²·q/n) = (dy/2 - ((x/2 - m/2)·p + r/2))·2a, where p = v²·q/n and r = s/n - p·(mean - m).
 * (Ioffe, Szegedy: Batch Normalization, 2015, section 3, the chain rule simplified.) The factor a stays outside: a·p is of
 * the size of v² and would underflow where the standard deviation is above 1e19.
 */
final class Coefficients {
    /** Below 1/16 of the standard deviation the mean is far below it. */
    private static final double FAR = 0x1p-8;

    /** Offset -m/2, scale 2a, slope -p, shift beta - a·(mean - m) forward and -r/2 backward. */
    final Parameters parameters;

    private final int channels;

    Coefficients(ElementType type, int channels) {
        this.channels = channels;
        parameters = new Parameters(type, channels);
    }

    /** These if they are for tensors of a type, else new ones. */
    Coefficients suited(ElementType type) {
        return parameters.isFor(type) ? this : new Coefficients(type, channels);
    }

    /** For y, in some channels. */
    void forward(BatchStatistics statistics, int from, int to) {
        for (int c = from; c < to; c++) {
            double mean = statistics.mean(c);
            double m = mean * mean < FAR * statistics.variance(c) ? 0 : parameters.round(mean);
            parameters.set(c, -m / 2, twice(statistics.scale(c)), 0, statistics.shift(c) - statistics.scale(c) * (mean - m));
        }
    }

    /** For dx where the statistics are the batch's, of n elements per channel, in some channels. */
    void backward(BatchStatistics statistics, double[] sumDy, double[] sumDyX, long n, int from, int to) {
        for (int c = from; c < to; c++) {
            double mean = statistics.mean(c);
            double invStd = statistics.invStd(c);
            double p = invStd * invStd * (sumDyX[c] / n);
            double m = parameters.round(mean);
            parameters.set(c, -m / 2, twice(statistics.scale(c)), -p, -(sumDy[c] / n - p * (mean - m)) / 2);
        }
    }

    /** For dx where the statistics are constants: dx = dy·a, as (dy/2 + -0)·2a + -0, to the sign of a zero. */
    void frozenBackward(BatchStatistics statistics) {
        for (int c = 0; c < statistics.channels(); c++) {
            parameters.set(c, -0.0, twice(statistics.scale(c)), 0, -0.0);
        }
    }

    private double twice(double a) {
        return Math.clamp(2 * a, -parameters.largest(), parameters.largest());
    }
}
