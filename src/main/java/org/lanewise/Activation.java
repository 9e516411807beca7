package org.lanewise;

/**
 * The activation that a layer applies after it normalizes, in the same pass over memory. It is leaky ReLU (Maas,
 * Hannun, Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013): z if z is above 0, else
 * negativeSlope·z. A slope of 0 makes it ReLU, a slope of 1 the identity. Immutable.
 *
 * <pre>{@code
 * BatchNorm2d layer = new BatchNorm2d(64, BatchNormOptions.defaults().activation(Activation.relu()));
 * layer.train(x, y, statistics); // y = max(0, bn(x))
 * }</pre>
 *
 * <p>For 16-bit types z is compared with 0 before it is rounded. A NaN stays NaN. With a slope of 0 negative infinity
 * becomes 0. The derivative at 0 is the slope, at NaN it is 1.
 *
 * @param negativeSlope 0 to 1; rounded to float except for float64 tensors
 */
public record Activation(double negativeSlope) {
    private static final Activation NONE = new Activation(1);
    private static final Activation RELU = new Activation(0);

    /**
     * An activation with a slope.
     *
     * @throws IllegalArgumentException if negativeSlope is not in [0, 1]
     */
    public Activation {
        if (!(negativeSlope >= 0 && negativeSlope <= 1)) {
            throw new IllegalArgumentException("negativeSlope: " + negativeSlope + ", must be from 0 to 1");
        }
        // Turns -0.0 into 0.0: they give the same results, but the records would not be equal.
        negativeSlope = Math.abs(negativeSlope);
    }

    /** z itself, a slope of 1: the default of {@link BatchNormOptions}. */
    public static Activation none() {
        return NONE;
    }

    /** ReLU: max(0, z), a slope of 0. */
    public static Activation relu() {
        return RELU;
    }

    /**
     * Leaky ReLU: z if z is above 0, else negativeSlope·z.
     *
     * @param negativeSlope 0 to 1; commonly 0.01
     * @throws IllegalArgumentException if negativeSlope is not in [0, 1]
     */
    public static Activation leakyRelu(double negativeSlope) {
        return new Activation(negativeSlope);
    }

    boolean isNone() {
        return negativeSlope == 1;
    }
}
