package org.lanewise.kernel.element;

/**
 * The activation of an element: z, where it is not above 0 times a slope. A NaN is kept. A slope of 0 gives 0 of any number, also of an infinity.
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

    /** The gradient by z, in float: dy where z was above 0, else times the slope. */
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
