package org.lanewise;

/** Sums of dgamma and dbeta over several backward passes of a layer, in double. */
final class GradientTotals {
    private final BatchNorm layer;
    private final Gradients gradients;
    private final double[] dgamma;
    private final double[] dbeta;

    /** Nothing so far, to be delivered to the gradients. */
    GradientTotals(BatchNorm layer, Gradients gradients) {
        this.layer = layer;
        this.gradients = gradients;
        dgamma = new double[layer.channels()];
        dbeta = new double[layer.channels()];
    }

    /** Adds those of the layer's last backward pass. */
    void add(BatchStatistics statistics) {
        for (int c = 0; c < dgamma.length; c++) {
            dgamma[c] += layer.lastBackward().dgamma(c, statistics);
            dbeta[c] += layer.lastBackward().dbeta(c);
        }
    }

    void deliver() {
        for (int c = 0; c < dgamma.length; c++) {
            gradients.dgamma()[c] = (float) dgamma[c];
            gradients.dbeta()[c] = (float) dbeta[c];
        }
    }
}
