package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import org.lanewise.testkit.onnx.BatchNormalizationNode;
import org.lanewise.testkit.onnx.OnnxFloats;

/** Reads a model's nodes BatchNormalization. What is not inference with constants is refused by an IllegalArgumentException. */
final class LayerReader {
    /** What ONNX adds where the node does not say; its attributes are floats. */
    private static final double DEFAULT_EPSILON = 1e-5f;

    private static final int INPUTS = 5;

    private final GraphProto graph;
    private final Constants constants;
    private final long opset;

    private LayerReader(ModelProto model) {
        graph = model.getGraph();
        constants = new Constants(graph);
        opset = BatchNormalizationNode.opset(model);
    }

    /** All in the order of the graph, which is that of execution. */
    static List<NormalizationLayer> read(ModelProto model) {
        LayerReader reader = new LayerReader(model);
        List<NormalizationLayer> layers = new ArrayList<>();
        for (int i = 0; i < reader.graph.getNodeCount(); i++) {
            NodeProto node = reader.graph.getNode(i);
            requireNoneInside(node);
            if (BatchNormalizationNode.is(node)) {
                layers.add(reader.layer(i, node));
            }
        }
        return layers;
    }

    /** Those in the branch of an If or the body of a Loop have no input that could be shown. */
    private static void requireNoneInside(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
            if (attribute.hasG()) {
                graphs.add(attribute.getG());
            }
            for (GraphProto inner : graphs) {
                for (NodeProto child : inner.getNodeList()) {
                    if (BatchNormalizationNode.is(child)) {
                        throw new IllegalArgumentException("node " + name(child) + ": inside of " + node.getOpType() + " "
                                + name(node) + ", must be in the main graph");
                    }
                    requireNoneInside(child);
                }
            }
        }
    }

    private static String name(NodeProto node) {
        return !node.getName().isEmpty() || node.getOutputCount() == 0 ? node.getName() : node.getOutput(0);
    }

    private NormalizationLayer layer(int index, NodeProto node) {
        String where = "node " + name(node) + ": ";
        if (node.getInputCount() != INPUTS || node.getOutputCount() == 0) {
            throw new IllegalArgumentException(where + node.getInputCount() + " inputs and " + node.getOutputCount()
                    + " outputs, must be " + INPUTS + " and 1");
        }
        BatchNormalizationNode said;
        try {
            said = BatchNormalizationNode.of(node, opset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + e.getMessage(), e);
        }
        if (said.training()) {
            throw new IllegalArgumentException(where + "in training mode, must infer with given statistics");
        }
        NormalizationLayer layer = new NormalizationLayer(
                name(node),
                index,
                node.getInput(0),
                node.getOutput(0),
                said.epsilon().orElse(DEFAULT_EPSILON),
                parameter(where + "scale", node.getInput(1)),
                parameter(where + "bias", node.getInput(2)),
                parameter(where + "mean", node.getInput(3)),
                parameter(where + "variance", node.getInput(4)));
        if (layer.gamma().length != layer.channels() || layer.beta().length != layer.channels()
                || layer.variance().length != layer.channels() || layer.channels() == 0) {
            throw new IllegalArgumentException(where + "scale, bias, mean and variance of " + layer.gamma().length + ", "
                    + layer.beta().length + ", " + layer.mean().length + " and " + layer.variance().length
                    + " elements, must be one per channel");
        }
        try {
            layer.freeze(NormalizationLayer.serially());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + e.getMessage(), e);
        }
        return layer;
    }

    private float[] parameter(String what, String name) {
        TensorProto tensor = constants.get(name).orElseThrow(() -> new IllegalArgumentException(
                what + " " + name + ": computed or given from outside, must be an initializer or a Constant"));
        try {
            return OnnxFloats.get(tensor);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " " + name + ": " + e.getMessage(), e);
        }
    }
}
