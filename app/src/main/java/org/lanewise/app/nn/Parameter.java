package org.lanewise.app.nn;

/**
 * What a layer learns: the values, and the gradient of the loss by each of them, which a backward pass fills. Both
 * arrays are the layer's own.
 *
 * @param name for a person
 * @param values the values, for an optimizer to change
 * @param gradient of the last backward pass
 */
public record Parameter(String name, float[] values, float[] gradient) {}
