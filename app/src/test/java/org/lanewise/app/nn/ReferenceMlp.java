package org.lanewise.app.nn;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The loss of the network in double, term by term as in the textbook. Its parameters are copies, for tests to change.
 */
final class ReferenceMlp {
    private static final double EPS = 1e-5;

    final Map<String, double[]> parameters;
    private final int inputs;
    private final int hidden;
    private final int classes;
    private final boolean batchNormalized;

    /** The least distance of a ReLU's input from 0 in the last {@link #loss}. */
    double leastDistanceFromKink;

    ReferenceMlp(Mlp network, int inputs, int hidden, int classes, boolean batchNormalized) {
        parameters = network.parameters().stream()
                .collect(Collectors.toMap(Parameter::name, ((Function<Parameter, float[]>) Parameter::values)
                        .andThen(ReferenceMlp::toDoubles)));
        this.inputs = inputs;
        this.hidden = hidden;
        this.classes = classes;
        this.batchNormalized = batchNormalized;
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    double loss(float[] x, int[] labels, int rows) {
        double[][] h = new double[rows][hidden];
        for (int n = 0; n < rows; n++) {
            for (int j = 0; j < hidden; j++) {
                for (int i = 0; i < inputs; i++) {
                    h[n][j] += x[n * inputs + i] * parameters.get("hidden.weights")[i * hidden + j];
                }
                if (!batchNormalized) {
                    h[n][j] += parameters.get("hidden.bias")[j];
                }
            }
        }
        if (batchNormalized) {
            for (int j = 0; j < hidden; j++) {
                normalize(h, j, rows);
            }
        }
        leastDistanceFromKink = Double.MAX_VALUE;
        double loss = 0;
        for (int n = 0; n < rows; n++) {
            for (int j = 0; j < hidden; j++) {
                leastDistanceFromKink = Math.min(leastDistanceFromKink, Math.abs(h[n][j]));
                h[n][j] = Math.max(h[n][j], 0);
            }
            loss += crossEntropy(h[n], labels[n]) / rows;
        }
        return loss;
    }

    private void normalize(double[][] h, int j, int rows) {
        double mean = 0;
        for (int n = 0; n < rows; n++) {
            mean += h[n][j] / rows;
        }
        double variance = 0;
        for (int n = 0; n < rows; n++) {
            variance += (h[n][j] - mean) * (h[n][j] - mean) / rows;
        }
        for (int n = 0; n < rows; n++) {
            double xhat = (h[n][j] - mean) / Math.sqrt(variance + EPS);
            h[n][j] = parameters.get("normalization.gamma")[j] * xhat + parameters.get("normalization.beta")[j];
        }
    }

    private double crossEntropy(double[] features, int label) {
        double sum = 0;
        double labelScore = 0;
        for (int k = 0; k < classes; k++) {
            double score = parameters.get("output.bias")[k];
            for (int j = 0; j < hidden; j++) {
                score += features[j] * parameters.get("output.weights")[j * classes + k];
            }
            sum += Math.exp(score);
            labelScore = k == label ? score : labelScore;
        }
        return Math.log(sum) - labelScore;
    }
}
