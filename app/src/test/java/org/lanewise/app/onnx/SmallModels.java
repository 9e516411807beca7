package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Models of two layers of 3 channels, made on the spot: x, first, Relu, second, y. */
public final class SmallModels {
    static final float[] GAMMA = {1, -2, 0.5f};
    static final float[] BETA = {0, 1, -1};
    static final float[] MEAN = {0.25f, -3, 1e3f};
    static final float[] VARIANCE = {1, 4, 0.125f};

    private SmallModels() {}

    /** Opset 15, initializers of both kinds, a batch that is open and images of 4x5. */
    public static ModelProto.Builder ordinary() {
        return of(15, 0, 3, 4, 5);
    }

    /** The same for another opset and input; 0 is a size that is open. */
    public static ModelProto.Builder of(long opset, long... sizes) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("small")
                .addInput(value("x", sizes))
                .addOutput(value("y", sizes))
                .addNode(normalization("first", "x", "a"))
                .addNode(NodeProto.newBuilder().setOpType("Relu").addInput("a").addOutput("b"))
                .addNode(normalization("second", "b", "y"));
        for (String layer : new String[] {"first", "second"}) {
            graph.addInitializer(listed(layer + ".scale", GAMMA))
                    .addInitializer(listed(layer + ".bias", BETA))
                    .addInitializer(raw(layer + ".mean", MEAN))
                    .addInitializer(listed(layer + ".variance", VARIANCE));
        }
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .setProducerName("small")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph);
    }

    static NodeProto.Builder normalization(String name, String input, String output) {
        return NodeProto.newBuilder()
                .setName(name)
                .setOpType("BatchNormalization")
                .addInput(input)
                .addInput(name + ".scale")
                .addInput(name + ".bias")
                .addInput(name + ".mean")
                .addInput(name + ".variance")
                .addOutput(output);
    }

    /** Exactly the same numbers. */
    public static double[] doubles(float... values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** A tensor of one axis. */
    public static TensorProto values(String name, float... values) {
        return listed(name, values);
    }

    /** A tensor of one axis of int64, as operators take sizes. */
    public static TensorProto sizes(String name, long... values) {
        TensorProto.Builder tensor = empty(name, TensorProto.DataType.INT64, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    /** A tensor of one truth value. */
    public static TensorProto flagTensor(boolean value) {
        return TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.BOOL.getNumber())
                .addInt32Data(value ? 1 : 0)
                .build();
    }

    static TensorProto listed(String name, float... values) {
        TensorProto.Builder tensor = empty(name, TensorProto.DataType.FLOAT, values.length);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    static TensorProto raw(String name, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return empty(name, TensorProto.DataType.FLOAT, values.length)
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    static TensorProto.Builder empty(String name, TensorProto.DataType type, int elements) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addDims(elements);
    }

    /** An attribute of one integer. */
    public static AttributeProto number(String name, long value) {
        return flag(name, value);
    }

    static AttributeProto flag(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static ValueInfoProto value(String name, long... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : sizes) {
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(size == 0 ? dimension.setDimParam("open") : dimension.setDimValue(size));
        }
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }
}
