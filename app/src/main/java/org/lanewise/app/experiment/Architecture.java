package org.lanewise.app.experiment;

import org.lanewise.app.nn.ActivationFunction;

/**
 * A network but for batch normalization.
 *
 * @param function of its hidden layers
 * @param depth the number of hidden layers
 */
public record Architecture(ActivationFunction function, int depth) {
    /** Its name, for a person. */
    public String title() {
        return function.title() + ", " + depth + " hidden layers";
    }
}
