package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.lanewise.testkit.onnx.OnnxFloats;

/** Networks of one layer, bn, from x of 1x3x4x4 to y, and the pieces that others are made of. */
public final class Nets {
    public static final float[] GAMMA = {1.5f, -0.5f, 2};
    public static final float[] BETA = {0.1f, 0.2f, -0.3f};
    public static final float[] MEAN = {0.05f, -0.1f, 0.2f};
    public static final float[] VARIANCE = {0.5f, 2, 1};

    private Nets() {}

    /** The network with initializers gamma, beta, mean and variance. */
    public static ModelProto.Builder base() {
        return base(15);
    }

    public static ModelProto.Builder base(long opset) {
        return model(opset, parameters(layer("bn", "x", "y")));
    }

    /** A model of a graph that may lack its name. */
    public static ModelProto.Builder model(long opset, GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph.setName("net"));
    }

    /** A graph from x to y with the parameters and these nodes. */
    public static GraphProto.Builder parameters(NodeProto... nodes) {
        return GraphProto.newBuilder()
                .addInput(SmallModels.value("x", 1, 3, 4, 4))
                .addOutput(SmallModels.value("y", 1, 3, 4, 4))
                .addInitializer(SmallModels.listed("gamma", GAMMA))
                .addInitializer(SmallModels.listed("beta", BETA))
                .addInitializer(SmallModels.listed("mean", MEAN))
                .addInitializer(SmallModels.listed("variance", VARIANCE))
                .addAllNode(List.of(nodes));
    }

    public static NodeProto layer(String name, String x, String y) {
        return node("BatchNormalization", y, x, "gamma", "beta", "mean", "variance").toBuilder()
                .setName(name)
                .build();
    }

    public static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addOutput(output)
                .addAllInput(List.of(inputs))
                .build();
    }

    public static NodeProto constant(String output, TensorProto tensor) {
        return NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(output)
                .addAttribute(attribute("value", tensor))
                .build();
    }

    public static AttributeProto.Builder attribute(String name, TensorProto tensor) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(tensor);
    }

    public static AttributeProto.Builder attribute(String name, GraphProto.Builder graph) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(graph.setName(name));
    }

    public static ValueInfoProto value(String name, TensorProto.DataType type, long... sizes) {
        ValueInfoProto.Builder value = SmallModels.value(name, sizes).toBuilder();
        value.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
        return value.build();
    }

    /** A tensor of 3 floats that lies in another file. */
    public static TensorProto external(String name, String location, long offset) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(1)
                .addDims(3)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("offset").setValue(String.valueOf(offset)))
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("length").setValue("12"))
                .build();
    }

    /** Floats as a file has them. */
    public static byte[] bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Whether a tensor of floats has these elements in itself. */
    public static boolean holds(TensorProto tensor, float... values) {
        return !ExternalData.is(tensor)
                && ByteString.copyFrom(bytes(OnnxFloats.get(tensor))).equals(ByteString.copyFrom(bytes(values)));
    }
}
