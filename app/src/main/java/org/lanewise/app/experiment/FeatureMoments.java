package org.lanewise.app.experiment;

import org.lanewise.app.nn.Samples;
import org.lanewise.stats.ChannelMoments;

/**
 * How each feature of a layer is distributed over some samples.
 *
 * @param mean of each feature
 * @param deviation the standard deviation of each feature
 */
record FeatureMoments(double[] mean, double[] deviation) {
    /** Takes the moments of matrices with one number of features. */
    static final class Taker {
        private final ChannelMoments moments;

        Taker(int features) {
            moments = new ChannelMoments(features);
        }

        FeatureMoments of(float[] matrix, int rows) {
            moments.clear();
            moments.add(Samples.tensor(matrix, rows, moments.channels()));
            double[] mean = new double[moments.channels()];
            double[] deviation = new double[mean.length];
            for (int c = 0; c < mean.length; c++) {
                mean[c] = moments.mean(c);
                deviation[c] = Math.sqrt(moments.variance(c));
            }
            return new FeatureMoments(mean, deviation);
        }
    }
}
