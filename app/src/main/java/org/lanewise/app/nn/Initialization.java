package org.lanewise.app.nn;

import java.util.Random;

/**
 * How weights are drawn before training: normal, of mean 0, with a variance that keeps the size of what passes through.
 */
public enum Initialization {
    /** He et al. (2015), 2/inputs: activations keep their size where half of them is cut off by a ReLU. */
    HE("normal of variance 2/inputs (He)") {
        @Override
        double variance(int inputs, int outputs) {
            return 2.0 / inputs;
        }
    },

    /**
     * Glorot (Xavier) and Bengio (2010), 2/(inputs + outputs): between what keeps activations and what keeps gradients,
     * for functions that are about the identity near 0.
     */
    XAVIER("normal of variance 2/(inputs + outputs) (Glorot)") {
        @Override
        double variance(int inputs, int outputs) {
            return 2.0 / (inputs + outputs);
        }
    };

    private final String title;

    Initialization(String title) {
        this.title = title;
    }

    /** For a person. */
    public final String title() {
        return title;
    }

    /** The variance of a weight of a layer that has so many inputs to each output, and outputs from each input. */
    abstract double variance(int inputs, int outputs);

    /** Some weights of such a layer. */
    final float[] weights(int inputs, int outputs, int count, Random random) {
        float[] w = new float[count];
        double deviation = Math.sqrt(variance(inputs, outputs));
        for (int i = 0; i < count; i++) {
            w[i] = (float) (random.nextGaussian() * deviation);
        }
        return w;
    }
}
