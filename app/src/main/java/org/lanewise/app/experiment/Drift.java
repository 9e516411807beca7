package org.lanewise.app.experiment;

/**
 * How far one step of learning moves the distribution of a layer's features over fixed samples, in units of their
 * spread: with m and s the mean and standard deviation of a feature, sums going over the features,
 *
 * <pre>mean = sqrt(sum (m' - m)² / sum s²), deviation = sqrt(sum (s' - s)² / sum s²)</pre>
 *
 * <p>The layer times any number, or plus any number, drifts as far; features that never change add nothing. A layer
 * without any spread has a drift of NaN.
 *
 * @param mean how far the means move
 * @param deviation how far the standard deviations move
 */
public record Drift(double mean, double deviation) {
    /**
     * Both in one: the distance of Wasserstein (2) between normal distributions with these moments, feature by feature,
     * in the same units.
     */
    public double total() {
        return Math.hypot(mean, deviation);
    }

    static Drift between(FeatureMoments before, FeatureMoments after) {
        double means = 0;
        double deviations = 0;
        double spread = 0;
        for (int c = 0; c < before.mean().length; c++) {
            means += square(after.mean()[c] - before.mean()[c]);
            deviations += square(after.deviation()[c] - before.deviation()[c]);
            spread += square(before.deviation()[c]);
        }
        return new Drift(Math.sqrt(means / spread), Math.sqrt(deviations / spread));
    }

    private static double square(double value) {
        return value * value;
    }
}
