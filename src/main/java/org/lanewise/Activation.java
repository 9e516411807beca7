package org.lanewise;

/**
 * What a layer does after it normalized, in the same pass over memory: z where it is above 0, else z times a slope. Immutable.
 *
 * <pre>{@code
 * BatchNorm2d layer = new BatchNorm2d(64, BatchNormOptions.defaults().activation(Activation.relu()));
 * layer.train(x, residual, y, statistics);   // y = max(0, bn(x) + residual)
 * }</pre>
 *
 * <p>Whether z is above 0 is decided before it is rounded to a type of 16 bits. A NaN stays one. The gradient at 0 is the slope, and that of a NaN is passed on.
 *
 * @param negativeSlope 0 to 1; the nearest float counts, except for float64
 */
public record Activation(double negativeSlope) {
    private static final Activation NONE = new Activation(1);
    private static final Activation RELU = new Activation(0);

    /**
     * An activation by its slope.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public Activation {
        if (!(negativeSlope >= 0 && negativeSlope <= 1)) {
            throw new IllegalArgumentException("negativeSlope: " + negativeSlope + ", must be from 0 to 1");
        }
        // A zero with its sign would be another record with the same results.
        negativeSlope = Math.abs(negativeSlope);
    }

    /** z itself: the default. */
    public static Activation none() {
        return NONE;
    }

    /** max(0, z); a slope of 0. */
    public static Activation relu() {
        return RELU;
    }

    /**
     * z above 0, else z·negativeSlope; commonly 0.01.
     *
     * @throws IllegalArgumentException if the slope is not from 0 to 1
     */
    public static Activation leakyRelu(double negativeSlope) {
        return new Activation(negativeSlope);
    }

    boolean isNone() {
        return negativeSlope == 1;
    }
}
