package org.lanewise.app.train;

import java.util.List;

/**
 * The training of one network.
 *
 * @param batchNormalized whether it has batch normalization
 * @param epochs all epochs
 * @param stepLosses the training loss of every step
 */
public record Run(boolean batchNormalized, List<Epoch> epochs, double[] stepLosses) {
    /** The last epoch. */
    public Epoch last() {
        return epochs.getLast();
    }

    /** The time of all epochs. */
    public double seconds() {
        return epochs.stream().mapToDouble(Epoch::seconds).sum();
    }
}
