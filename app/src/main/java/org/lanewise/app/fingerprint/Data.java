package org.lanewise.app.fingerprint;

import java.util.Random;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * What a case's tensors hold: random numbers of a mean and a spread, and in some channels something special. Made with
 * java.util.Random's integers, which are specified, and single float operations: the same bits everywhere.
 *
 * @param offset about the mean
 * @param spread the numbers lie within twice this from the offset
 * @param special what every third channel holds beside or in place of the random numbers
 */
record Data(float offset, float spread, Special special) {
    /** What some channels hold. */
    enum Special {
        NONE,
        NAN,
        POSITIVE_INFINITY,
        BOTH_INFINITIES,
        SUBNORMAL,
        LARGEST,
        SIGNED_ZEROS,
        CONSTANT
    }

    private static final int STEPS = 1 << 22;
    private static final int EVERY = 3;
    private static final int SELDOM = 5;

    /** The elements of a tensor, in memory order. */
    float[] fill(Random random, Shape shape, Layout layout) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = uniform(random) * spread + offset;
        }
        if (special != Special.NONE) {
            for (int i = 0; i < values.length; i++) {
                long channel =
                        layout == Layout.CHANNELS_FIRST ? i / shape.spatial() % shape.channels() : i % shape.channels();
                if (channel % EVERY == 1) {
                    values[i] = special(random, i, values[i]);
                }
            }
        }
        return values;
    }

    /** In [-2, 2), exact. */
    static float uniform(Random random) {
        return (float) (random.nextInt(4 * STEPS) - 2 * STEPS) / STEPS;
    }

    private float special(Random random, int i, float value) {
        boolean seldom = random.nextInt(SELDOM) == 0;
        return switch (special) {
            case NONE -> value;
            case NAN -> seldom ? Float.NaN : value;
            case POSITIVE_INFINITY -> seldom ? Float.POSITIVE_INFINITY : value;
            case BOTH_INFINITIES -> seldom ? (i % 2 == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY) : value;
            case SUBNORMAL -> Float.intBitsToFloat(random.nextInt(1 << 23) | (seldom ? Integer.MIN_VALUE : 0));
            case LARGEST -> seldom ? -Float.MAX_VALUE : Float.MAX_VALUE;
            case SIGNED_ZEROS -> seldom ? -0f : 0f;
            case CONSTANT -> offset + spread;
        };
    }
}
