package org.lanewise.app.nn;

/** An {@link ActivationFunction} of each element. */
public final class ActivationLayer implements Layer {
    private final ActivationFunction function;
    private final int features;
    private final Buffer buffer = new Buffer();
    private float[] y;

    /** A layer with as many outputs as inputs. */
    public ActivationLayer(ActivationFunction function, int features) {
        this.function = function;
        this.features = features;
    }

    /** Its inputs, which are as many as its outputs. */
    public int features() {
        return features;
    }

    @Override
    public String kind() {
        return function.title();
    }

    @Override
    public float[] forward(float[] x, int rows) {
        y = infer(x, rows);
        return y;
    }

    @Override
    public float[] infer(float[] x, int rows) {
        float[] out = buffer.atLeast(rows * features);
        function.apply(x, out, rows * features);
        return out;
    }

    @Override
    public float[] backward(float[] dy, int rows) {
        function.multiplyByDerivative(y, dy, rows * features);
        return dy;
    }
}
