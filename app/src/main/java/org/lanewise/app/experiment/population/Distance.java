package org.lanewise.app.experiment.population;

import java.util.List;

/**
 * How far estimated statistics are from the true ones, over all channels of all layers; a channel without spread is
 * left out. Neither depends on the scale of a channel.
 *
 * @param mean the root mean square of (mean - mu)/sigma
 * @param variance the root mean square of ln(variance/sigma²)
 */
public record Distance(double mean, double variance) {
    /** Both in one. */
    public double total() {
        return Math.hypot(mean, variance);
    }

    static Distance between(List<Statistics> estimated, List<Statistics> truth) {
        double means = 0;
        double variances = 0;
        int channels = 0;
        for (int layer = 0; layer < truth.size(); layer++) {
            Statistics is = estimated.get(layer);
            Statistics mustBe = truth.get(layer);
            for (int c = 0; c < mustBe.mean().length; c++) {
                double sigma2 = mustBe.variance()[c];
                if (sigma2 > 0) {
                    double off = is.mean()[c] - mustBe.mean()[c];
                    double ratio = Math.log(is.variance()[c] / sigma2);
                    means += off * off / sigma2;
                    variances += ratio * ratio;
                    channels++;
                }
            }
        }
        return new Distance(Math.sqrt(means / channels), Math.sqrt(variances / channels));
    }
}
