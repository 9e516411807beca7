package org.lanewise.app.nn;

/** A function of single numbers that stands between linear layers. Each derivative is told by the function's value. */
public enum ActivationFunction {
    /** max(x, 0). Its derivative at 0 is taken as 0. */
    RELU("ReLU", Initialization.HE) {
        @Override
        void apply(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                y[i] = Math.max(x[i], 0);
            }
        }

        @Override
        void multiplyByDerivative(float[] y, float[] dy, int count) {
            for (int i = 0; i < count; i++) {
                dy[i] = y[i] > 0 ? dy[i] : 0;
            }
        }
    },

    /** 1/(1 + e^-x), from 0 to 1; its derivative is y·(1 - y), a quarter at most. */
    SIGMOID("sigmoid", Initialization.XAVIER) {
        @Override
        void apply(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                y[i] = (float) (1 / (1 + Math.exp(-x[i])));
            }
        }

        @Override
        void multiplyByDerivative(float[] y, float[] dy, int count) {
            for (int i = 0; i < count; i++) {
                dy[i] *= y[i] * (1 - y[i]);
            }
        }
    },

    /** tanh(x), from -1 to 1; its derivative is 1 - y². */
    TANH("tanh", Initialization.XAVIER) {
        @Override
        void apply(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                y[i] = (float) Math.tanh(x[i]);
            }
        }

        @Override
        void multiplyByDerivative(float[] y, float[] dy, int count) {
            for (int i = 0; i < count; i++) {
                dy[i] *= (1 - y[i]) * (1 + y[i]);
            }
        }
    };

    private final String title;
    private final Initialization initialization;

    ActivationFunction(String title, Initialization initialization) {
        this.title = title;
        this.initialization = initialization;
    }

    /** Its name, for a person. */
    public String title() {
        return title;
    }

    /** How the weights of the layers around it are drawn. */
    public Initialization initialization() {
        return initialization;
    }

    /** Sets the first elements of y to the function of those of x. */
    abstract void apply(float[] x, float[] y, int count);

    /** Multiplies the gradient by y with the derivative, which makes it that by x. */
    abstract void multiplyByDerivative(float[] y, float[] dy, int count);
}
