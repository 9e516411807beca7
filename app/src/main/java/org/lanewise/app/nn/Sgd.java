package org.lanewise.app.nn;

import java.util.List;

/** Stochastic gradient descent with momentum: v = momentum·v + gradient, value -= rate·v. */
public final class Sgd {
    /** The optimizer in words. */
    public static final String NAME = "SGD";

    private final List<Parameter> parameters;
    private final float momentum;
    private final float[][] velocities;

    /**
     * An optimizer of some parameters, at rest.
     *
     * @param momentum 0 or more, less than 1
     * @throws IllegalArgumentException if the momentum is outside that
     */
    public Sgd(List<Parameter> parameters, double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum: " + momentum + ", must be in [0, 1)");
        }
        this.parameters = List.copyOf(parameters);
        this.momentum = (float) momentum;
        velocities = new float[parameters.size()][];
        for (int p = 0; p < velocities.length; p++) {
            velocities[p] = new float[parameters.get(p).values().length];
        }
    }

    /** One step down the gradients of the last backward pass. */
    public void step(double learningRate) {
        float rate = (float) learningRate;
        for (int p = 0; p < velocities.length; p++) {
            float[] values = parameters.get(p).values();
            float[] gradient = parameters.get(p).gradient();
            float[] velocity = velocities[p];
            for (int i = 0; i < values.length; i++) {
                velocity[i] = momentum * velocity[i] + gradient[i];
                values[i] -= rate * velocity[i];
            }
        }
    }
}
