package org.lanewise.fold;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;

/** gamma·(x - mean)/sqrt(variance + eps) + beta in 60 decimal digits. */
record TextbookLayer(double[] mean, double[] variance, float[] gamma, float[] beta, double eps) {
    static final MathContext DIGITS = new MathContext(60);

    /**
     * Ordinary channels, constant ones and ones with a gamma of 0; with a shift of 0 throughout if asked for, and now
     * and then with shifts of almost 0.
     */
    static TextbookLayer random(Random random, int channels, boolean shiftless) {
        TextbookLayer layer = new TextbookLayer(
                new double[channels], new double[channels], new float[channels], new float[channels], 1e-3);
        boolean cancelling = random.nextInt(4) == 0;
        for (int c = 0; c < channels; c++) {
            layer.mean[c] = shiftless ? 0 : 3 * random.nextGaussian();
            layer.variance[c] = random.nextInt(8) == 0 ? 0 : Math.exp(2 * random.nextGaussian());
            layer.gamma[c] = random.nextInt(8) == 0 ? 0 : sign(random) * random.nextFloat(0.1f, 2);
            layer.beta[c] = cancelling
                    ? (float) (layer.gamma[c] / Math.sqrt(layer.variance[c] + layer.eps) * layer.mean[c])
                    : shiftless || random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian();
        }
        return layer;
    }

    static int sign(Random random) {
        return random.nextBoolean() ? 1 : -1;
    }

    int channels() {
        return mean.length;
    }

    FrozenBatchNorm frozen() {
        return FrozenBatchNorm.of(
                mean, variance, gamma, beta, BatchNormOptions.defaults().eps(eps));
    }

    BigDecimal apply(int c, BigDecimal x) {
        return x.subtract(new BigDecimal(mean[c])).multiply(scale(c), DIGITS).add(new BigDecimal(beta[c]), DIGITS);
    }

    BigDecimal scale(int c) {
        BigDecimal deviation =
                new BigDecimal(variance[c]).add(new BigDecimal(eps)).sqrt(DIGITS);
        return new BigDecimal(gamma[c]).divide(deviation, DIGITS);
    }
}
