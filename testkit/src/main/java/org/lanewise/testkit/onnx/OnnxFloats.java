package org.lanewise.testkit.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of ONNX's tensors of float32. */
public final class OnnxFloats {
    private OnnxFloats() {}

    /**
     * The elements in the order of memory, wherever the tensor holds them.
     *
     * @throws IllegalArgumentException if they are of another type, in another file, or not as many as the tensor says
     */
    public static float[] get(TensorProto tensor) {
        if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw new IllegalArgumentException(typeName(tensor.getDataType()) + ", must be FLOAT");
        }
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new IllegalArgumentException("in another file, must be in the model's");
        }
        long elements = tensor.getDimsList().stream().reduce(1L, Math::multiplyExact);
        float[] values = tensor.hasRawData() ? raw(tensor.getRawData()) : listed(tensor);
        if (values.length != elements) {
            throw new IllegalArgumentException(values.length + " elements, must be " + elements);
        }
        return values;
    }

    private static float[] raw(ByteString bytes) {
        float[] values = new float[bytes.size() / Float.BYTES];
        bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static float[] listed(TensorProto tensor) {
        float[] values = new float[tensor.getFloatDataCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.getFloatData(i);
        }
        return values;
    }

    /**
     * The tensor with other elements, held in the same way, and the same in all else.
     *
     * @throws IllegalArgumentException if they are not as many
     */
    public static TensorProto replace(TensorProto tensor, float[] values) {
        int present = get(tensor).length;
        if (values.length != present) {
            throw new IllegalArgumentException("values: " + values.length + ", must be " + present);
        }
        TensorProto.Builder builder = tensor.toBuilder();
        if (tensor.hasRawData()) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return builder.setRawData(ByteString.copyFrom(bytes)).build();
        }
        builder.clearFloatData();
        for (float value : values) {
            builder.addFloatData(value);
        }
        return builder.build();
    }

    /** What ONNX calls an element type. */
    public static String typeName(int dataType) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(dataType);
        return type == null ? "type " + dataType : type.name();
    }
}
