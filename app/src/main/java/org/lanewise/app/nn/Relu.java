package org.lanewise.app.nn;

/** y = max(x, 0). Its derivative at 0 is taken as 0. */
public final class Relu implements Layer {
    private final int features;
    private final Buffer buffer = new Buffer();
    private float[] y;

    /** A layer with as many outputs as inputs. */
    public Relu(int features) {
        this.features = features;
    }

    @Override
    public String kind() {
        return "ReLU";
    }

    @Override
    public float[] forward(float[] x, int rows) {
        y = infer(x, rows);
        return y;
    }

    @Override
    public float[] infer(float[] x, int rows) {
        float[] out = buffer.atLeast(rows * features);
        for (int i = 0; i < rows * features; i++) {
            out[i] = Math.max(x[i], 0);
        }
        return out;
    }

    @Override
    public float[] backward(float[] dy, int rows) {
        for (int i = 0; i < rows * features; i++) {
            dy[i] = y[i] > 0 ? dy[i] : 0;
        }
        return dy;
    }
}
