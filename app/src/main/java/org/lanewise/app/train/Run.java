package org.lanewise.app.train;

import java.util.List;
import java.util.Map;

/**
 * The training of one network.
 *
 * @param batchNormalized whether it has batch normalization
 * @param epochs all epochs
 * @param stepLosses the training loss of every step
 * @param millisByLayer the time of all forward and backward passes of its training, by the kind of layer, in the order
 *     of the layers
 */
public record Run(boolean batchNormalized, List<Epoch> epochs, double[] stepLosses, Map<String, Double> millisByLayer) {
    /** The last epoch. */
    public Epoch last() {
        return epochs.getLast();
    }

    /** The time of all epochs. */
    public double seconds() {
        return epochs.stream().mapToDouble(Epoch::seconds).sum();
    }
}
