package org.lanewise.testkit.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import org.lanewise.tensor.ElementType;

/**
 * Reads and writes the elements of ONNX's tensors of float types: FLOAT, DOUBLE, FLOAT16 and BFLOAT16. For any thread.
 */
public final class OnnxFloats {
    private OnnxFloats() {}

    /**
     * The elements of a tensor of float32, in the order of memory, wherever the tensor holds them.
     *
     * @throws IllegalArgumentException if the elements are of another type, in another file, or not as many as the
     *     tensor says
     */
    public static float[] get(TensorProto tensor) {
        if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
            throw new IllegalArgumentException(typeName(tensor.getDataType()) + ", must be FLOAT");
        }
        double[] exact = doubles(tensor);
        float[] values = new float[exact.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) exact[i];
        }
        return values;
    }

    /**
     * The elements of a tensor of any type that {@link ElementType} has, exactly.
     *
     * @throws IllegalArgumentException as {@link #get}
     */
    public static double[] doubles(TensorProto tensor) {
        ElementType type = type(tensor.getDataType());
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new IllegalArgumentException("in another file, must be in the model's");
        }
        long elements = elements(tensor);
        double[] values = tensor.hasRawData() ? raw(tensor.getRawData(), type) : listed(tensor, type);
        if (values.length != elements) {
            throw new IllegalArgumentException(values.length + " elements, must be " + elements);
        }
        return values;
    }

    /**
     * How many elements a tensor says that it has.
     *
     * @throws IllegalArgumentException if a size is negative, or they are more than a long holds
     */
    public static long elements(TensorProto tensor) {
        long elements = 1;
        try {
            for (long size : tensor.getDimsList()) {
                elements = Math.multiplyExact(elements, size);
                if (size < 0) {
                    throw new IllegalArgumentException("sizes " + sizes(tensor) + ", must be 0 or more");
                }
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("sizes " + sizes(tensor) + ", must be fewer elements", e);
        }
        return elements;
    }

    /** A tensor's sizes, as in {@code 64x3x3}. */
    public static String sizes(TensorProto tensor) {
        return tensor.getDimsList().stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    private static double[] raw(ByteString data, ElementType type) {
        ByteBuffer bytes = data.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (data.size() % type.bytes() != 0) {
            throw new IllegalArgumentException(data.size() + " bytes, must be whole elements");
        }
        double[] values = new double[data.size() / type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case FLOAT32 -> bytes.getFloat();
                case FLOAT64 -> bytes.getDouble();
                case FLOAT16, BFLOAT16 -> half(bytes.getShort(), type);
            };
        }
        return values;
    }

    private static double[] listed(TensorProto tensor, ElementType type) {
        List<? extends Number> elements = switch (type) {
            case FLOAT32 -> tensor.getFloatDataList();
            case FLOAT64 -> tensor.getDoubleDataList();
            case FLOAT16, BFLOAT16 -> tensor.getInt32DataList();
        };
        boolean bits = type.bytes() == Short.BYTES;
        return elements.stream()
                .mapToDouble(e -> bits ? half(e.shortValue(), type) : e.doubleValue())
                .toArray();
    }

    private static double half(short bits, ElementType type) {
        return type == ElementType.FLOAT16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << Short.SIZE);
    }

    private static short bits(double value, ElementType type) {
        // Exact, as the value has been rounded to the type.
        float rounded = (float) type.round(value);
        return type == ElementType.FLOAT16
                ? Float.floatToFloat16(rounded)
                : (short) (Float.floatToRawIntBits(rounded) >>> Short.SIZE);
    }

    /**
     * The tensor with other elements, each the nearest of its type, held in the same way, and the same in all else.
     *
     * @throws IllegalArgumentException if values are more or fewer than the tensor's elements, or the tensor is refused
     *     as by {@link #doubles}
     */
    public static TensorProto replace(TensorProto tensor, double[] values) {
        ElementType type = type(tensor.getDataType());
        int present = doubles(tensor).length;
        if (values.length != present) {
            throw new IllegalArgumentException("values: " + values.length + ", must be " + present);
        }
        TensorProto.Builder builder = tensor.toBuilder();
        if (tensor.hasRawData()) {
            return builder.setRawData(bytes(type, values)).build();
        }
        builder.clearFloatData().clearDoubleData().clearInt32Data();
        for (double value : values) {
            switch (type) {
                case FLOAT32 -> builder.addFloatData((float) value);
                case FLOAT64 -> builder.addDoubleData(value);
                case FLOAT16, BFLOAT16 -> builder.addInt32Data(Short.toUnsignedInt(bits(value, type)));
            }
        }
        return builder.build();
    }

    /** A tensor of one axis; each element is the nearest of the type. */
    public static TensorProto of(String name, ElementType type, double... values) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(dataType(type))
                .addDims(values.length)
                .setRawData(bytes(type, values))
                .build();
    }

    private static ByteString bytes(ElementType type, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (type) {
                case FLOAT32 -> bytes.putFloat((float) value);
                case FLOAT64 -> bytes.putDouble(value);
                case FLOAT16, BFLOAT16 -> bytes.putShort(bits(value, type));
            }
        }
        return ByteString.copyFrom(bytes.flip());
    }

    /** ONNX's number of an element type, as in {@code TensorProto.DataType}. */
    public static int dataType(ElementType type) {
        return (switch (type) {
                    case FLOAT32 -> TensorProto.DataType.FLOAT;
                    case FLOAT64 -> TensorProto.DataType.DOUBLE;
                    case FLOAT16 -> TensorProto.DataType.FLOAT16;
                    case BFLOAT16 -> TensorProto.DataType.BFLOAT16;
                })
                .getNumber();
    }

    /**
     * The element type that ONNX has under a number.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    public static ElementType type(int dataType) {
        for (ElementType type : ElementType.values()) {
            if (dataType(type) == dataType) {
                return type;
            }
        }
        throw new IllegalArgumentException(typeName(dataType) + ", must be FLOAT, DOUBLE, FLOAT16 or BFLOAT16");
    }

    /** What ONNX calls an element type, by its number; "type 99" if ONNX has none. */
    public static String typeName(int dataType) {
        TensorProto.DataType type = TensorProto.DataType.forNumber(dataType);
        return type == null ? "type " + dataType : type.name();
    }
}
