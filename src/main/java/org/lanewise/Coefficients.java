package org.lanewise;

/**
 * Per channel, the numbers that the elementwise kernels take, computed in double and rounded once.
 *
 * <p>The mean m is split in m_hi, a float, and the rest m_lo. Then, with a = gamma/sqrt(variance + eps),
 * y = a·(x - m) + beta = (x - m_hi)·a + (beta - a·m_lo): the subtraction comes first, as in the textbook, so that nothing
 * cancels where |m| is far above the standard deviation, and costs no more than x·a + b. A factor a above the largest float
 * becomes the largest float, so that a constant channel is beta even then, not NaN.
 *
 * <p>For the backward pass, with n elements per channel, s = sum(dy), q = sum(dy·(x - m)), v = 1/sqrt(variance + eps):
 * dx = a·(dy - s/n - (x - m)·v²·q/n) = (dy - ((x - m_hi)·p + r))·a, where p = v²·q/n and r = s/n - p·m_lo.
 * (Ioffe, Szegedy: Batch Normalization, 2015, section 3, the chain rule simplified.) The factor a stays outside: a·p is of
 * the size of v² and would underflow where the standard deviation is above 1e19.
 */
final class Coefficients {
    /** m_hi. */
    final float[] mean;
    /** a. */
    final float[] scale;
    /** p. */
    final float[] slope;
    /** beta - a·m_lo forward, r backward. */
    final float[] shift;

    Coefficients(int channels) {
        mean = new float[channels];
        scale = new float[channels];
        slope = new float[channels];
        shift = new float[channels];
    }

    /** For y. */
    void forward(BatchStatistics statistics, float[] beta) {
        for (int c = 0; c < mean.length; c++) {
            double a = statistics.scale(c);
            mean[c] = (float) statistics.mean(c);
            scale[c] = (float) Math.clamp(a, -Float.MAX_VALUE, Float.MAX_VALUE);
            shift[c] = (float) (beta[c] - a * (statistics.mean(c) - mean[c]));
        }
    }

    /** For dx where the statistics are the batch's, of n elements per channel. */
    void backward(BatchStatistics statistics, double[] sumDy, double[] sumDyX, long n) {
        for (int c = 0; c < mean.length; c++) {
            double invStd = statistics.invStd(c);
            double p = invStd * invStd * (sumDyX[c] / n);
            mean[c] = (float) statistics.mean(c);
            scale[c] = (float) statistics.scale(c);
            slope[c] = (float) p;
            shift[c] = (float) (sumDy[c] / n - p * (statistics.mean(c) - mean[c]));
        }
    }

    /** For dx where the statistics are constants: dx = dy·a, as (dy - 0)·a + -0, which is dy·a to the sign of a zero. */
    void frozenBackward(BatchStatistics statistics) {
        for (int c = 0; c < mean.length; c++) {
            mean[c] = 0;
            scale[c] = (float) statistics.scale(c);
            shift[c] = -0f;
        }
    }
}
