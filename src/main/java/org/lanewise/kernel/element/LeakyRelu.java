package org.lanewise.kernel.element;

/**
 * Leaky ReLU: z if z &gt; 0, else slope · z. NaN stays NaN. With slope 0 (ReLU) negative infinity becomes 0, not NaN.
 */
public final class LeakyRelu {
    private LeakyRelu() {}

    /** In float. */
    public static float of(float z, float slope) {
        return z <= 0 ? scaled(z, slope) : z;
    }

    /** In double. */
    public static double of(double z, double slope) {
        return z <= 0 ? scaled(z, slope) : z;
    }

    /** The gradient with respect to z, in float: dy where z was above 0 or NaN, else slope · dy. */
    public static float gradient(float dy, boolean above, float slope) {
        return above ? dy : scaled(dy, slope);
    }

    /** In double. */
    public static double gradient(double dy, boolean above, double slope) {
        return above ? dy : scaled(dy, slope);
    }

    private static float scaled(float value, float slope) {
        return slope == 0 ? 0 : slope * value;
    }

    private static double scaled(double value, double slope) {
        return slope == 0 ? 0 : slope * value;
    }
}
