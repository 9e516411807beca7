package org.lanewise.testing;

import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Layers and tensors for tests. */
public final class Layers {
    /** The default eps. */
    public static final double EPS = 1e-5;

    private Layers() {}

    /** The layer for a shape's rank, with random gamma and beta. */
    public static BatchNorm random(Shape shape, BatchNormOptions options, long seed) {
        BatchNorm layer = BatchNorm.of(shape, options);
        Data.fillParameters(layer.gamma(), 1, seed);
        Data.fillParameters(layer.beta(), 0, seed + 1);
        return layer;
    }

    /** A tensor over a new array. */
    public static Tensor heap(Shape shape, Layout layout) {
        return Tensor.of(new float[Math.toIntExact(shape.elements())], shape, layout);
    }
}
