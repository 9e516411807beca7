package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.lanewise.testkit.onnx.OnnxFloats;

/**
 * Gives layers other statistics in a copy of their model. A tensor that nothing else uses gets other elements and keeps
 * its form; where its elements were in another file they are in the model then. Statistics that are computed, or that
 * others use too, become initializers of new names, and what nobody uses any more is dropped.
 */
final class Statistics {
    /** The first version of ONNX's format whose initializers need not be inputs too. */
    private static final long INITIALIZERS_ALONE = 4;

    private final ModelProto model;
    private final GraphProto.Builder graph;
    private final Set<String> outputs;

    Statistics(ModelProto model, List<NormalizationLayer> layers) {
        this.model = model;
        graph = model.getGraph().toBuilder();
        outputs = Set.copyOf(layers.stream().map(NormalizationLayer::output).toList());
    }

    ModelProto model() {
        return model.toBuilder().setGraph(graph).build();
    }

    /**
     * Replaces one parameter in all layers.
     *
     * @param input which of the nodes' inputs it is; the same value in all
     * @param parameter the new values, under the name that the nodes take now
     * @return the parameter under the name that they take then
     */
    Parameter replace(int input, Parameter parameter) {
        String name = parameter.tensor();
        if (isOwn(name)) {
            for (int i = 0; i < graph.getInitializerCount(); i++) {
                if (graph.getInitializer(i).getName().equals(name)) {
                    graph.setInitializer(i, replaced(graph.getInitializer(i), parameter));
                    return parameter;
                }
            }
            Optional<AttributeProto.Builder> constant = constant(name);
            if (constant.isPresent()) {
                AttributeProto.Builder value = constant.get();
                if (value.hasT()) {
                    value.setT(replaced(value.getT(), parameter));
                } else {
                    value.clearFloats();
                    for (double element : parameter.values()) {
                        value.addFloats((float) element);
                    }
                }
                return parameter;
            }
        }
        Parameter added = parameter.with(
                Graphs.newName(name + "_recalibrated", Graphs.values(graph.build())), parameter.values());
        add(added);
        graph.getNodeBuilderList().stream()
                .filter(node -> node.getOutputCount() > 0 && outputs.contains(node.getOutput(0)))
                .forEach(node -> node.setInput(input, added.tensor()));
        dropUnused(name);
        return added;
    }

    /** Whether nothing uses a value but the layers, once each. */
    private boolean isOwn(String name) {
        return graph.getOutputList().stream()
                        .noneMatch(output -> output.getName().equals(name))
                && graph.getNodeList().stream()
                        .filter(node -> Graphs.inputs(node).contains(name))
                        .allMatch(node -> outputs.contains(node.getOutput(0))
                                && Collections.frequency(node.getInputList(), name) == 1);
    }

    private static TensorProto replaced(TensorProto tensor, Parameter parameter) {
        if (ExternalData.is(tensor)) {
            TensorProto inside = OnnxFloats.of(tensor.getName(), parameter.type(), parameter.values());
            return tensor.toBuilder()
                    .clearDataLocation()
                    .clearExternalData()
                    .setRawData(inside.getRawData())
                    .build();
        }
        return OnnxFloats.replace(tensor, parameter.values());
    }

    /** The attribute that holds the elements, if a node Constant gives the value. */
    private Optional<AttributeProto.Builder> constant(String name) {
        return graph.getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("Constant")
                        && node.getOutputCount() > 0
                        && node.getOutput(0).equals(name))
                .flatMap(node -> node.getAttributeBuilderList().stream())
                .filter(value -> value.getName().equals("value") && value.hasT()
                        || value.getName().equals("value_floats"))
                .findFirst();
    }

    private void add(Parameter parameter) {
        graph.addInitializer(OnnxFloats.of(parameter.tensor(), parameter.type(), parameter.values()));
        if (model.getIrVersion() < INITIALIZERS_ALONE) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(parameter.values().length));
            graph.addInput(ValueInfoProto.newBuilder()
                    .setName(parameter.tensor())
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder()
                                    .setElemType(OnnxFloats.dataType(parameter.type()))
                                    .setShape(shape))));
        }
    }

    private void dropUnused(String name) {
        if (isUsed(name)) {
            return;
        }
        for (int i = graph.getInitializerCount() - 1; i >= 0; i--) {
            if (graph.getInitializer(i).getName().equals(name)) {
                graph.removeInitializer(i);
                IntStream.iterate(graph.getInputCount() - 1, k -> k >= 0, k -> k - 1)
                        .filter(k -> graph.getInput(k).getName().equals(name))
                        .forEach(graph::removeInput);
            }
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (node.getOutputList().contains(name)
                    && node.getOutputList().stream().noneMatch(this::isUsed)) {
                graph.removeNode(i);
                Graphs.inputs(node).forEach(this::dropUnused);
                return;
            }
        }
    }

    private boolean isUsed(String name) {
        return !name.isEmpty()
                && (graph.getOutputList().stream()
                                .anyMatch(output -> output.getName().equals(name))
                        || graph.getNodeList().stream()
                                .anyMatch(node -> Graphs.inputs(node).contains(name)));
    }
}
