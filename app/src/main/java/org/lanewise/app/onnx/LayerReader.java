package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.ElementType;
import org.lanewise.testkit.onnx.BatchNormalizationNode;
import org.lanewise.testkit.onnx.OnnxFloats;

/**
 * Reads a model's nodes BatchNormalization. What is not inference with constants is refused by an
 * IllegalArgumentException.
 */
final class LayerReader {
    /** What ONNX adds where the node does not say; its attributes are floats. */
    private static final double DEFAULT_EPSILON = 1e-5f;

    private static final List<String> INPUTS = List.of("input", "scale", "bias", "mean", "variance");

    private final long opset;
    private final Map<String, TensorProto> tensors;

    private LayerReader(long opset, Map<String, TensorProto> tensors) {
        this.opset = opset;
        this.tensors = tensors;
    }

    /**
     * All in the order of execution.
     *
     * @param source what messages call the model
     * @throws DataException if ONNX Runtime can't compute a parameter
     */
    static List<NormalizationLayer> read(ModelProto model, ExternalData data, String source) throws DataException {
        GraphProto graph = model.getGraph();
        long opset = BatchNormalizationNode.opset(model);
        for (NodeProto node : graph.getNodeList()) {
            requireNoneInside(node);
            if (BatchNormalizationNode.is(node)) {
                require(node, opset);
            }
        }
        List<NodeProto> nodes = Graphs.inOrder(graph).stream()
                .filter(BatchNormalizationNode::is)
                .toList();
        ConstantFolding constants = new ConstantFolding(model, data);
        Set<String> given = new HashSet<>(Graphs.producers(graph).keySet());
        graph.getInputList().forEach(input -> given.add(input.getName()));
        List<String> parameters = new ArrayList<>();
        for (NodeProto node : nodes) {
            for (int i = 1; i < INPUTS.size(); i++) {
                String name = node.getInput(i);
                if (!constants.isConstant(name)) {
                    throw refused(
                            node,
                            (INPUTS.get(i) + " " + name).strip()
                                    + (given.contains(name)
                                            ? ": computed from the network's input or at random"
                                            : ": missing")
                                    + ", must be constant");
                }
                parameters.add(name);
            }
        }
        LayerReader reader = new LayerReader(opset, constants.values(parameters, source));
        return nodes.stream().map(reader::layer).toList();
    }

    /** Those in the branch of an If or the body of a Loop have no input that could be shown. */
    private static void requireNoneInside(NodeProto node) {
        for (GraphProto inner : Graphs.inside(node)) {
            inner.getNodeList().stream()
                    .flatMap(Graphs::withInner)
                    .filter(BatchNormalizationNode::is)
                    .findFirst()
                    .ifPresent(child -> {
                        throw new IllegalArgumentException(
                                "node " + Graphs.name(child) + ": inside of " + node.getOpType()
                                        + " "
                                        + Graphs.name(node) + ", must be in the main graph");
                    });
        }
    }

    private static IllegalArgumentException refused(NodeProto node, String what) {
        return new IllegalArgumentException("node " + Graphs.name(node) + ": " + what);
    }

    private static void require(NodeProto node, long opset) {
        if (node.getInputCount() != INPUTS.size()
                || node.getOutputCount() == 0
                || node.getOutput(0).isEmpty()) {
            throw refused(
                    node,
                    node.getInputCount() + " inputs and " + node.getOutputCount() + " outputs, must be " + INPUTS.size()
                            + " and 1");
        }
        BatchNormalizationNode said;
        try {
            said = BatchNormalizationNode.of(node, opset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("node " + Graphs.name(node) + ": " + e.getMessage(), e);
        }
        if (said.training()) {
            throw refused(node, "in training mode, must infer with given statistics");
        }
    }

    private NormalizationLayer layer(NodeProto node) {
        BatchNormalizationNode said = BatchNormalizationNode.of(node, opset);
        double epsilon = said.epsilon().orElse(DEFAULT_EPSILON);
        if (!(epsilon >= 0) || !Double.isFinite(epsilon)) {
            throw refused(node, "epsilon: " + epsilon + ", must be 0 or more and finite");
        }
        NormalizationLayer layer = new NormalizationLayer(
                Graphs.name(node),
                node.getInput(0),
                node.getOutput(0),
                epsilon,
                parameter(node, 1),
                parameter(node, 2),
                parameter(node, 3),
                parameter(node, 4));
        int channels = layer.channels();
        if (channels == 0 || layer.parameters().stream().anyMatch(parameter -> parameter.values().length != channels)) {
            throw refused(
                    node,
                    "scale, bias, mean and variance of " + layer.gamma().values().length + ", "
                            + layer.beta().values().length + ", " + channels + " and "
                            + layer.variance().values().length
                            + " elements, must be one per channel");
        }
        return layer;
    }

    private Parameter parameter(NodeProto node, int index) {
        String name = node.getInput(index);
        try {
            TensorProto tensor = tensors.get(name);
            ElementType type = OnnxFloats.type(tensor.getDataType());
            if (type == ElementType.BFLOAT16) {
                throw new IllegalArgumentException(
                        "BFLOAT16, must be FLOAT, DOUBLE or FLOAT16, which ONNX Runtime can run");
            }
            return new Parameter(name, type, OnnxFloats.doubles(tensor));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "node " + Graphs.name(node) + ": " + INPUTS.get(index) + " " + name + ": " + e.getMessage(), e);
        }
    }
}
