package org.lanewise.app.experiment;

import java.util.List;
import org.lanewise.app.nn.Linear;
import org.lanewise.app.nn.Network;
import org.lanewise.app.nn.Parameter;

/** The gradients by the weights of a network's linear layers. */
final class Gradients {
    private Gradients() {}

    /** The weights of each linear layer, in the order of the layers. */
    static List<Parameter> weights(Network network) {
        return network.layers().stream()
                .filter(layer -> layer instanceof Linear)
                .map(layer -> layer.parameters().getFirst())
                .toList();
    }

    /** The Euclidean norm of the gradient of the last backward pass, layer by layer. */
    static double[] norms(Network network) {
        return weights(network).stream()
                .mapToDouble(weights -> norm(weights.gradient()))
                .toArray();
    }

    static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** The norm of the difference, as a part of the first one's norm; NaN where that is 0. */
    static double relativeChange(float[] before, float[] after) {
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            double difference = (double) after[i] - before[i];
            sum += difference * difference;
        }
        double norm = norm(before);
        return norm == 0 ? Double.NaN : Math.sqrt(sum) / norm;
    }
}
