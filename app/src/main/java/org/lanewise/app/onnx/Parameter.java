package org.lanewise.app.onnx;

import org.lanewise.tensor.ElementType;

/**
 * A layer's scale, bias, mean or variance.
 *
 * @param tensor the name of the value that the node takes
 * @param type how the model holds it
 * @param values one per channel, exactly
 */
public record Parameter(String tensor, ElementType type, double[] values) {
    /** The same with other values, each rounded to the type. */
    Parameter with(String name, double... others) {
        double[] rounded = new double[others.length];
        for (int c = 0; c < rounded.length; c++) {
            rounded[c] = type.round(others[c]);
        }
        return new Parameter(name, type, rounded);
    }
}
