package org.lanewise.app.nn;

import java.util.List;

/**
 * A layer of a network. Matrices have a row per sample, and may be longer than their rows: a layer reuses its arrays
 * from batch to batch. For one thread at a time.
 */
public interface Layer {
    /** What the layer does, for a person. */
    String kind();

    /**
     * The output for a batch that is learned from. Keeps what {@link #backward} needs, x itself among it.
     *
     * @param x rows times the layer's inputs
     * @return rows times the layer's outputs; valid until the next call
     */
    float[] forward(float[] x, int rows);

    /** As {@link #forward}, for samples that are not learned from: each sample's output is its own alone. */
    float[] infer(float[] x, int rows);

    /**
     * The gradients of the last {@link #forward}: fills the {@link #parameters}' gradients.
     *
     * @param dy the gradient of the loss by the output; may be overwritten
     * @return the gradient by the input; valid until the next call
     */
    float[] backward(float[] dy, int rows);

    /** What the layer learns, always in the same order; none for most. */
    default List<Parameter> parameters() {
        return List.of();
    }
}
