package org.lanewise.app.experiment;

import java.util.List;

/**
 * What was measured of one step.
 *
 * @param step from 0
 * @param gradientNorms the Euclidean norm of the loss's gradient by the weights of each linear layer, hidden ones
 *     first, then the output
 * @param normalized the drift of what each hidden layer's activation function is given, which is what batch
 *     normalization normalizes
 * @param inputs the drift of what each linear layer after the first is given: the values of the activation functions
 * @param gradientChanges for each linear layer after the first, how far the gradient by its weights moves when the step
 *     is made in all layers before it and not yet in it and those after it, as a part of the gradient's norm; Santurkar
 *     et al. (2018) define internal covariate shift so
 */
public record Measurement(
        int step, double[] gradientNorms, List<Drift> normalized, List<Drift> inputs, double[] gradientChanges) {}
