package org.lanewise.tools.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** ONNX Runtime's tensors on memory that others own. To be closed. */
public final class Views {
    private Views() {}

    /** A tensor in the order of its memory. */
    public static OnnxTensor of(Tensor tensor) throws OrtException {
        return of(tensor.segment(), sizes(tensor.shape()), type(tensor.type()));
    }

    /** Elements in the order of their native memory. */
    public static OnnxTensor of(MemorySegment memory, long[] sizes, OnnxJavaType type) throws OrtException {
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), memory.asByteBuffer().order(ByteOrder.nativeOrder()), sizes, type);
    }

    private static OnnxJavaType type(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
        };
    }

    /** A shape's sizes, one per axis. */
    public static long[] sizes(Shape shape) {
        long[] sizes = new long[shape.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = shape.size(axis);
        }
        return sizes;
    }
}
