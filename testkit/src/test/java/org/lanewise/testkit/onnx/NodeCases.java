package org.lanewise.testkit.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lanewise.tensor.Shape;

/**
 * Finds and reads models of one node of batch normalization: a folder holds model.onnx, and beside it test_data_set_0 and so on
 * with a file per input and output.
 */
public final class NodeCases {
    /** The first opset whose node says whether it trains. */
    private static final long TRAINING_MODE_OPSET = 14;

    /** The first opset without is_test, whose node trains if it has more than one output. */
    private static final long NO_IS_TEST_OPSET = 7;

    private NodeCases() {}

    /** All cases below a folder, whatever else is there. */
    public static List<NodeCase> in(Path folder) throws IOException {
        List<NodeCase> cases = new ArrayList<>();
        for (Path file : list(folder, "model.onnx")) {
            ModelProto model;
            try (InputStream in = Files.newInputStream(file)) {
                model = ModelProto.parseFrom(in);
            }
            if (model.getGraph().getNodeCount() == 1
                    && model.getGraph().getNode(0).getOpType().equals("BatchNormalization")) {
                for (Path dataSet : list(file.getParent(), "test_data_set_\\d+")) {
                    cases.add(read(folder.relativize(dataSet).toString(), model, dataSet));
                }
            }
        }
        return cases;
    }

    private static List<Path> list(Path folder, String name) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(path -> path.getFileName().toString().matches(name)).sorted().toList();
        }
    }

    private static NodeCase read(String name, ModelProto model, Path dataSet) throws IOException {
        GraphProto graph = model.getGraph();
        NodeProto node = graph.getNode(0);
        Map<String, TensorProto> values = inputs(graph, dataSet);
        Map<String, AttributeProto> attributes =
                node.getAttributeList().stream().collect(Collectors.toMap(AttributeProto::getName, a -> a));
        boolean training = isTraining(name, opset(model), attributes, node.getOutputCount());
        List<float[]> expected = new ArrayList<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            expected.add(floats(tensor(dataSet.resolve("output_" + i + ".pb"))));
        }
        TensorProto x = values.get(node.getInput(0));
        return new NodeCase(
                name,
                number(attributes, "epsilon"),
                number(attributes, "momentum"),
                training,
                Shape.of(x.getDimsList().stream().mapToLong(Long::longValue).toArray()),
                floats(x),
                floats(values.get(node.getInput(1))),
                floats(values.get(node.getInput(2))),
                floats(values.get(node.getInput(3))),
                floats(values.get(node.getInput(4))),
                expected);
    }

    /** Parameters may be part of the model; the files are for the graph's inputs in their order. */
    private static Map<String, TensorProto> inputs(GraphProto graph, Path dataSet) throws IOException {
        Map<String, TensorProto> values = new HashMap<>();
        for (TensorProto initializer : graph.getInitializerList()) {
            values.put(initializer.getName(), initializer);
        }
        int i = 0;
        for (ValueInfoProto input : graph.getInputList()) {
            if (!values.containsKey(input.getName())) {
                values.put(input.getName(), tensor(dataSet.resolve("input_" + i++ + ".pb")));
            }
        }
        return values;
    }

    private static long opset(ModelProto model) {
        return model.getOpsetImportList().stream()
                .filter(opset -> opset.getDomain().isEmpty())
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(1);
    }

    private static boolean isTraining(String name, long opset, Map<String, AttributeProto> attributes, int outputs) {
        if (opset >= TRAINING_MODE_OPSET) {
            return flag(attributes, "training_mode", 0) != 0;
        }
        boolean training = opset < NO_IS_TEST_OPSET ? flag(attributes, "is_test", 0) == 0 : outputs > 1;
        if (training || flag(attributes, "spatial", 1) == 0) {
            throw new IllegalArgumentException(
                    name + ": trains, or is not spatial, in opset " + opset + ", must be inference per channel there");
        }
        return false;
    }

    private static long flag(Map<String, AttributeProto> attributes, String name, long otherwise) {
        AttributeProto attribute = attributes.get(name);
        return attribute == null ? otherwise : attribute.getI();
    }

    private static OptionalDouble number(Map<String, AttributeProto> attributes, String name) {
        AttributeProto attribute = attributes.get(name);
        return attribute == null ? OptionalDouble.empty() : OptionalDouble.of(attribute.getF());
    }

    private static TensorProto tensor(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return TensorProto.parseFrom(in);
        }
    }

    private static float[] floats(TensorProto tensor) {
        if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber() || !tensor.hasRawData()) {
            throw new IllegalArgumentException("tensor " + tensor.getName() + ": must hold float32 as raw data");
        }
        float[] values = new float[tensor.getRawData().size() / Float.BYTES];
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
