package org.lanewise.testing;

import java.util.Random;
import org.lanewise.tensor.Tensor;

/** Kinds of elements; each reaches a place where batch normalization commonly goes wrong. */
public enum Data {
    /** Mean 0, sigma 1. */
    ORDINARY {
        @Override
        float next(Random random, long i) {
            return (float) random.nextGaussian();
        }
    },
    /** An offset of a million sigmas: one-pass variances cancel. */
    FAR {
        @Override
        float next(Random random, long i) {
            return (float) (1e6 + random.nextGaussian());
        }
    },
    /** Hardly any variance: eps dominates. */
    NARROW {
        @Override
        float next(Random random, long i) {
            return (float) (3 + 1e-4 * random.nextGaussian());
        }
    },
    /** A ramp: no local mean is that of the whole. */
    RAMP {
        @Override
        float next(Random random, long i) {
            return i * 0.37f;
        }
    },
    /** A rare element that outweighs all others. */
    OUTLIER {
        @Override
        float next(Random random, long i) {
            return (float) (i % 97 == 0 ? 1e6 : random.nextGaussian());
        }
    },
    /** Squares below the smallest float. */
    TINY {
        @Override
        float next(Random random, long i) {
            return (float) (1e-30 * random.nextGaussian());
        }
    },
    /** Squares above the largest float. */
    HUGE {
        @Override
        float next(Random random, long i) {
            return (float) (1e30 * random.nextGaussian());
        }
    },
    /** NaN, infinities, subnormals, signed zeros and the largest floats among ordinary elements. */
    SPECIAL {
        private static final float[] VALUES = {
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            -Float.MIN_NORMAL,
            0f,
            -0f,
            Float.MAX_VALUE,
            -Float.MAX_VALUE
        };

        @Override
        float next(Random random, long i) {
            return random.nextInt(50) == 0 ? VALUES[random.nextInt(VALUES.length)] : (float) random.nextGaussian();
        }
    };

    abstract float next(Random random, long i);

    /** Fills a tensor, the same for the same seed. */
    public Tensor fill(Tensor tensor, long seed) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(tensor.shape().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = next(random, i);
        }
        return tensor.copyFrom(values);
    }

    /** Some values around 1, for gamma; with a shift of 1 around 0, for beta. */
    public static void fillParameters(float[] values, double mean, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + 0.5 * random.nextGaussian());
        }
    }
}
