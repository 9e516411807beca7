package org.lanewise.app.nn;

import java.util.Map;
import java.util.stream.Collectors;

/** The loss of a network in double, term by term as in the textbook. Its parameters are copies, for tests to change. */
abstract class Reference {
    private static final double EPS = 1e-5;

    final Map<String, double[]> parameters;

    /** How far from a kink of ReLU or max pooling the last {@link #loss} was at least. */
    double leastDistanceFromKink;

    /** The smallest standard deviation that the last {@link #loss} divided by. */
    double leastDeviation;

    Reference(Network network) {
        parameters = network.parameters().stream()
                .collect(Collectors.toMap(Parameter::name, parameter -> toDoubles(parameter.values())));
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    abstract double loss(float[] x, int[] labels, int rows);

    double relu(double value) {
        leastDistanceFromKink = Math.min(leastDistanceFromKink, Math.abs(value));
        return Math.max(value, 0);
    }

    /** Normalizes channel c of values[sample][channel][pixel]. */
    final void normalize(double[][][] values, int c, double gamma, double beta) {
        int pixels = values[0][c].length;
        double count = values.length * pixels;
        double mean = 0;
        for (double[][] sample : values) {
            for (double value : sample[c]) {
                mean += value / count;
            }
        }
        double variance = 0;
        for (double[][] sample : values) {
            for (double value : sample[c]) {
                variance += (value - mean) * (value - mean) / count;
            }
        }
        leastDeviation = Math.min(leastDeviation, Math.sqrt(variance));
        for (double[][] sample : values) {
            for (int p = 0; p < pixels; p++) {
                sample[c][p] = gamma * (sample[c][p] - mean) / Math.sqrt(variance + EPS) + beta;
            }
        }
    }

    /** Of a linear layer's outputs, the layer's weights being inputs times classes. */
    final double crossEntropy(double[] inputs, double[] weights, double[] bias, int label) {
        double sum = 0;
        double labelScore = 0;
        for (int k = 0; k < bias.length; k++) {
            double score = bias[k];
            for (int i = 0; i < inputs.length; i++) {
                score += inputs[i] * weights[i * bias.length + k];
            }
            sum += Math.exp(score);
            labelScore = k == label ? score : labelScore;
        }
        return Math.log(sum) - labelScore;
    }
}
