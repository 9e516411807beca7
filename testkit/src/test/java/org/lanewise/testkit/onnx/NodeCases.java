package org.lanewise.testkit.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.lanewise.tensor.Shape;

/**
 * Finds and reads models of one node of batch normalization: a folder holds model.onnx, and beside it test_data_set_0
 * and so on with a file per input and output.
 */
public final class NodeCases {
    /** Before, a node that trains has other running statistics and more outputs than a case can hold. */
    private static final long TRAINING_OPSET = 14;

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
                    && BatchNormalizationNode.is(model.getGraph().getNode(0))) {
                for (Path dataSet : list(file.getParent(), "test_data_set_\\d+")) {
                    cases.add(read(folder.relativize(dataSet).toString(), model, dataSet));
                }
            }
        }
        return cases;
    }

    private static List<Path> list(Path folder, String name) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(path -> path.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }

    private static NodeCase read(String name, ModelProto model, Path dataSet) throws IOException {
        GraphProto graph = model.getGraph();
        NodeProto node = graph.getNode(0);
        Map<String, TensorProto> values = inputs(graph, dataSet);
        long opset = BatchNormalizationNode.opset(model);
        BatchNormalizationNode said = BatchNormalizationNode.of(node, opset);
        if (said.training() && opset < TRAINING_OPSET) {
            throw new IllegalArgumentException(name + ": trains in opset " + opset + ", must be inference there");
        }
        List<float[]> expected = new ArrayList<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            expected.add(OnnxFloats.get(tensor(dataSet.resolve("output_" + i + ".pb"))));
        }
        TensorProto x = values.get(node.getInput(0));
        return new NodeCase(
                name,
                said.epsilon(),
                said.momentum(),
                said.training(),
                Shape.of(x.getDimsList().stream().mapToLong(Long::longValue).toArray()),
                OnnxFloats.get(x),
                OnnxFloats.get(values.get(node.getInput(1))),
                OnnxFloats.get(values.get(node.getInput(2))),
                OnnxFloats.get(values.get(node.getInput(3))),
                OnnxFloats.get(values.get(node.getInput(4))),
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

    private static TensorProto tensor(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return TensorProto.parseFrom(in);
        }
    }
}
