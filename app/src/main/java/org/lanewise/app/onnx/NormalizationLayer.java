package org.lanewise.app.onnx;

import org.lanewise.BatchNormOptions;
import org.lanewise.Convention;
import org.lanewise.FrozenBatchNorm;

/**
 * A node BatchNormalization that infers, with its parameters: y = gamma·(x - mean)/sqrt(variance + epsilon) + beta.
 *
 * @param name the node's, or that of its output if it has none
 * @param node where it is among the graph's nodes
 * @param input the name of x
 * @param output the name of y
 * @param epsilon more than 0; ONNX's own if the node does not say
 * @param gamma one per channel
 * @param beta one per channel
 * @param mean one per channel
 * @param variance one per channel
 */
public record NormalizationLayer(
        String name,
        int node,
        String input,
        String output,
        double epsilon,
        float[] gamma,
        float[] beta,
        float[] mean,
        float[] variance) {
    /** How many channels it has. */
    public int channels() {
        return mean.length;
    }

    /**
     * The same in our engine.
     *
     * @param execution options of which the pool counts
     * @throws IllegalArgumentException if a mean or a variance is not finite, or a variance negative
     */
    public FrozenBatchNorm freeze(BatchNormOptions execution) {
        return FrozenBatchNorm.of(toDoubles(mean), toDoubles(variance), gamma, beta, execution.eps(epsilon));
    }

    /** Options to {@link #freeze} with, on the calling thread alone. */
    public static BatchNormOptions serially() {
        return Convention.ONNX.options();
    }

    /** The mean of each channel, as double. */
    public double[] means() {
        return toDoubles(mean);
    }

    /** The variance of each channel, as double. */
    public double[] variances() {
        return toDoubles(variance);
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
