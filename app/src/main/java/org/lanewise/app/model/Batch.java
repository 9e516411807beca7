package org.lanewise.app.model;

import org.lanewise.tensor.Tensor;

/**
 * What a network is fed with at once.
 *
 * @param x as many samples as the network takes
 * @param samples how many of them count; the others only fill it up
 */
public record Batch(Tensor x, long samples) {
    /** One whose samples all count. */
    public static Batch whole(Tensor x) {
        return new Batch(x, x.shape().samples());
    }
}
