package org.lanewise.app.nn;

import java.lang.foreign.MemorySegment;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** The matrices between layers, for the engine. */
public final class Samples {
    private Samples() {}

    /** The rows in use of a matrix that may be longer, a row of features per sample. */
    public static Tensor tensor(float[] matrix, int rows, int features) {
        return tensor(matrix, Shape.of(rows, features), Layout.CHANNELS_LAST);
    }

    static Tensor tensor(float[] matrix, Shape shape, Layout layout) {
        return Tensor.of(MemorySegment.ofArray(matrix).asSlice(0, shape.elements() * Float.BYTES), shape, layout);
    }
}
