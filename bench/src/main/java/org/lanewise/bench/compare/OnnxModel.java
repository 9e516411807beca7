package org.lanewise.bench.compare;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Shape;

/** A model of one node, or of one that adds and one that activates behind it, with the parameters inside. */
final class OnnxModel {
    /** The name of its input. */
    static final String INPUT = "x";

    /** The name of what it adds. */
    static final String RESIDUAL = "r";

    /** The name of its output. */
    static final String OUTPUT = "y";

    /** Of the model's format; any that knows the operators below will do. */
    private static final int IR_VERSION = 8;

    /** The last that changed BatchNormalization. */
    private static final int OPSET = 15;

    private OnnxModel() {}

    /** Inference with the workload's parameters. */
    static byte[] of(Workload workload, Pass pass) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("inference")
                .addInput(tensor(INPUT, workload))
                .addOutput(tensor(OUTPUT, workload))
                .addInitializer(vector("gamma", workload.type(), workload.gamma()))
                .addInitializer(vector("beta", workload.type(), workload.beta()))
                .addInitializer(vector("mean", workload.type(), workload.mean()))
                .addInitializer(vector("variance", workload.type(), workload.variance()));
        if (pass.isFused()) {
            graph.addInput(tensor(RESIDUAL, workload))
                    .addNode(batchNormalization("normalized"))
                    .addNode(NodeProto.newBuilder()
                            .setOpType("Add")
                            .addInput("normalized")
                            .addInput(RESIDUAL)
                            .addOutput("sum"))
                    .addNode(NodeProto.newBuilder()
                            .setOpType("Relu")
                            .addInput("sum")
                            .addOutput(OUTPUT));
        } else {
            graph.addNode(batchNormalization(OUTPUT));
        }
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static NodeProto batchNormalization(String output) {
        return NodeProto.newBuilder()
                .setOpType("BatchNormalization")
                .addInput(INPUT)
                .addInput("gamma")
                .addInput("beta")
                .addInput("mean")
                .addInput("variance")
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("epsilon")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF((float) Workload.EPS))
                .build();
    }

    private static ValueInfoProto tensor(String name, Workload workload) {
        Shape shape = workload.shape();
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < shape.rank(); axis++) {
            sizes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(shape.size(axis)));
        }
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(number(workload.type()))
                .setShape(sizes)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }

    private static int number(ElementType type) {
        TensorProto.DataType name = switch (type) {
            case FLOAT32 -> TensorProto.DataType.FLOAT;
            case FLOAT64 -> TensorProto.DataType.DOUBLE;
            case BFLOAT16 -> TensorProto.DataType.BFLOAT16;
            case FLOAT16 -> TensorProto.DataType.FLOAT16;
        };
        return name.getNumber();
    }

    /**
     * In double beside float64, as ONNX Runtime takes nothing else there; in float, which keeps the most digits, beside
     * the others.
     */
    private static TensorProto vector(String name, ElementType type, float[] values) {
        boolean inDouble = type == ElementType.FLOAT64;
        TensorProto.Builder vector = TensorProto.newBuilder()
                .setName(name)
                .setDataType(number(inDouble ? ElementType.FLOAT64 : ElementType.FLOAT32))
                .addDims(values.length);
        for (float value : values) {
            if (inDouble) {
                vector.addDoubleData(value);
            } else {
                vector.addFloatData(value);
            }
        }
        return vector.build();
    }
}
