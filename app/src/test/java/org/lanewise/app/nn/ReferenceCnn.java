package org.lanewise.app.nn;

/** The loss of {@link Cnn}, whose convolution is a loop over outputs, places, inputs and taps. */
final class ReferenceCnn extends Reference {
    private final Cnn.Sizes sizes;
    private final boolean batchNormalized;

    ReferenceCnn(Cnn network, Cnn.Sizes sizes, boolean batchNormalized) {
        super(network);
        this.sizes = sizes;
        this.batchNormalized = batchNormalized;
    }

    @Override
    double loss(float[] x, int[] labels, int rows) {
        leastDeviation = Double.MAX_VALUE;
        double[][][] h = convolve(x, rows, parameters.get("conv.weight"), parameters.get("conv.bias"), sizes);
        if (batchNormalized) {
            for (int c = 0; c < sizes.features(); c++) {
                normalize(h, c, parameters.get("bn.gamma")[c], parameters.get("bn.beta")[c]);
            }
        }
        leastDistanceFromKink = Double.MAX_VALUE;
        double loss = 0;
        for (int n = 0; n < rows; n++) {
            loss += crossEntropy(pooled(h[n]), parameters.get("fc.weights"), parameters.get("fc.bias"), labels[n])
                    / rows;
        }
        return loss;
    }

    static double[][][] convolve(float[] x, int rows, double[] weights, double[] bias, Cnn.Sizes sizes) {
        int height = sizes.height();
        int width = sizes.width();
        double[][][] y = new double[rows][sizes.features()][height * width];
        for (int n = 0; n < rows; n++) {
            for (int o = 0; o < sizes.features(); o++) {
                for (int place = 0; place < height * width; place++) {
                    double sum = bias[o];
                    for (int tap = 0; tap < sizes.channels() * 9; tap++) {
                        int line = place / width + tap / 3 % 3 - 1;
                        int column = place % width + tap % 3 - 1;
                        if (line >= 0 && line < height && column >= 0 && column < width) {
                            sum += weights[o * sizes.channels() * 9 + tap]
                                    * x[((n * sizes.channels() + tap / 9) * height + line) * width + column];
                        }
                    }
                    y[n][o][place] = sum;
                }
            }
        }
        return y;
    }

    /** After the ReLU. The largest that is cut off is 0 with all of its neighbours, and has no kink but the ReLU's. */
    private double[] pooled(double[][] planes) {
        double[] pooled = new double[sizes.pooled()];
        int i = 0;
        for (double[] plane : planes) {
            for (int line = 0; line < sizes.height(); line += 2) {
                for (int column = 0; column < sizes.width(); column += 2) {
                    double largest = 0;
                    double second = 0;
                    for (int p = 0; p < 4; p++) {
                        double value = relu(plane[(line + p / 2) * sizes.width() + column + p % 2]);
                        second = Math.max(second, Math.min(largest, value));
                        largest = Math.max(largest, value);
                    }
                    if (largest > 0) {
                        leastDistanceFromKink = Math.min(leastDistanceFromKink, largest - second);
                    }
                    pooled[i++] = largest;
                }
            }
        }
        return pooled;
    }
}
