package org.lanewise.app.experiment;

import java.lang.foreign.MemorySegment;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

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
            moments.add(tensor(matrix, rows, moments.channels()));
            double[] mean = new double[moments.channels()];
            double[] deviation = new double[mean.length];
            for (int c = 0; c < mean.length; c++) {
                mean[c] = moments.mean(c);
                deviation[c] = Math.sqrt(moments.variance(c));
            }
            return new FeatureMoments(mean, deviation);
        }
    }

    /** The rows in use of a matrix that may be longer. */
    static Tensor tensor(float[] matrix, int rows, int features) {
        MemorySegment used = MemorySegment.ofArray(matrix).asSlice(0, (long) rows * features * Float.BYTES);
        return Tensor.of(used, Shape.of(rows, features), Layout.CHANNELS_LAST);
    }
}
