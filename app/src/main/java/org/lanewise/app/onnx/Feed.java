package org.lanewise.app.onnx;

import java.lang.foreign.MemorySegment;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.onnx.OnnxFloats;
import org.lanewise.tools.onnx.Views;

/**
 * The value of one of a network's inputs.
 *
 * @param sizes one per axis
 * @param dataType ONNX's number of the type
 * @param memory its elements, in native memory
 */
public record Feed(long[] sizes, int dataType, MemorySegment memory) {
    /** A tensor in the order of its memory. */
    public static Feed of(Tensor tensor) {
        return new Feed(Views.sizes(tensor.shape()), OnnxFloats.dataType(tensor.type()), tensor.segment());
    }

    /**
     * A tensor on the same memory, whose second axis are the channels.
     *
     * @throws IllegalArgumentException if it has not 2 to 5 axes or no float type
     */
    public Tensor tensor() {
        return Tensor.of(memory, Shape.of(sizes), Layout.CHANNELS_FIRST, OnnxFloats.type(dataType));
    }
}
