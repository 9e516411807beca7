package org.lanewise.app.nn;

/** The loss of {@link Mlp}. */
final class ReferenceMlp extends Reference {
    private final Mlp.Sizes sizes;
    private final ActivationFunction function;
    private final boolean batchNormalized;

    ReferenceMlp(Mlp network, Mlp.Sizes sizes, ActivationFunction function, boolean batchNormalized) {
        super(network);
        this.sizes = sizes;
        this.function = function;
        this.batchNormalized = batchNormalized;
    }

    @Override
    double loss(float[] x, int[] labels, int rows) {
        leastDistanceFromKink = Double.MAX_VALUE;
        leastDeviation = Double.MAX_VALUE;
        double[][] values = new double[rows][sizes.inputs()];
        for (int n = 0; n < rows; n++) {
            for (int i = 0; i < sizes.inputs(); i++) {
                values[n][i] = x[n * sizes.inputs() + i];
            }
        }
        for (int number = 1; number <= sizes.depth(); number++) {
            values = hidden(values, number);
        }
        double loss = 0;
        for (int n = 0; n < rows; n++) {
            loss += crossEntropy(values[n], parameters.get("output.weights"), parameters.get("output.bias"), labels[n])
                    / rows;
        }
        return loss;
    }

    private double[][] hidden(double[][] values, int number) {
        int rows = values.length;
        double[][][] h = new double[rows][sizes.width()][1];
        for (int n = 0; n < rows; n++) {
            for (int j = 0; j < sizes.width(); j++) {
                for (int i = 0; i < values[n].length; i++) {
                    h[n][j][0] += values[n][i] * parameters.get("hidden" + number + ".weights")[i * sizes.width() + j];
                }
                if (!batchNormalized) {
                    h[n][j][0] += parameters.get("hidden" + number + ".bias")[j];
                }
            }
        }
        double[][] y = new double[rows][sizes.width()];
        for (int j = 0; j < sizes.width(); j++) {
            if (batchNormalized) {
                normalize(
                        h,
                        j,
                        parameters.get("normalization" + number + ".gamma")[j],
                        parameters.get("normalization" + number + ".beta")[j]);
            }
            for (int n = 0; n < rows; n++) {
                y[n][j] = switch (function) {
                    case RELU -> relu(h[n][j][0]);
                    case SIGMOID -> 1 / (1 + Math.exp(-h[n][j][0]));
                    case TANH -> Math.tanh(h[n][j][0]);
                };
            }
        }
        return y;
    }
}
