package org.lanewise.app.nn;

/** Sees what passes through each layer of a network on the way forward, in the order of the layers. */
@FunctionalInterface
public interface LayerObserver {
    /** Sees nothing. */
    LayerObserver NONE = (layer, x, y, rows) -> {};

    /**
     * A layer made y of x. Both have a row per sample and may be longer; they are the network's own, to look at and not
     * to keep.
     */
    void passed(Layer layer, float[] x, float[] y, int rows);
}
