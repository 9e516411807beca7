package org.lanewise.app.nn;

/** The loss of {@link Mlp}. */
final class ReferenceMlp extends Reference {
    private final int inputs;
    private final int hidden;
    private final boolean batchNormalized;

    ReferenceMlp(Mlp network, int inputs, int hidden, boolean batchNormalized) {
        super(network);
        this.inputs = inputs;
        this.hidden = hidden;
        this.batchNormalized = batchNormalized;
    }

    @Override
    double loss(float[] x, int[] labels, int rows) {
        double[][][] h = new double[rows][hidden][1];
        for (int n = 0; n < rows; n++) {
            for (int j = 0; j < hidden; j++) {
                for (int i = 0; i < inputs; i++) {
                    h[n][j][0] += x[n * inputs + i] * parameters.get("hidden.weights")[i * hidden + j];
                }
                if (!batchNormalized) {
                    h[n][j][0] += parameters.get("hidden.bias")[j];
                }
            }
        }
        if (batchNormalized) {
            for (int j = 0; j < hidden; j++) {
                normalize(h, j, parameters.get("normalization.gamma")[j], parameters.get("normalization.beta")[j]);
            }
        }
        leastDistanceFromKink = Double.MAX_VALUE;
        double loss = 0;
        for (int n = 0; n < rows; n++) {
            double[] features = new double[hidden];
            for (int j = 0; j < hidden; j++) {
                features[j] = relu(h[n][j][0]);
            }
            loss += crossEntropy(features, parameters.get("output.weights"), parameters.get("output.bias"), labels[n])
                    / rows;
        }
        return loss;
    }
}
