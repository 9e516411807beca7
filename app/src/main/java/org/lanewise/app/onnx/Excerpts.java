package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Shape;
import org.lanewise.testkit.onnx.BatchNormalizationNode;
import org.lanewise.testkit.onnx.OnnxFloats;
import org.lanewise.tools.onnx.Views;

/** Models that are a part of a model. */
final class Excerpts {
    private Excerpts() {}

    /** The names of all values that some values are computed from, with these. */
    static Set<String> needed(GraphProto graph, Collection<String> values) {
        Map<String, NodeProto> producers = Graphs.producers(graph);
        Set<String> needed = new HashSet<>(values);
        Deque<String> open = new ArrayDeque<>(needed);
        while (!open.isEmpty()) {
            NodeProto node = producers.get(open.remove());
            if (node != null) {
                Graphs.inputs(node).stream().filter(needed::add).forEach(open::add);
            }
        }
        return needed;
    }

    /** What is needed to compute some values, which are the outputs. */
    static ModelProto upTo(ModelProto model, Collection<String> values) {
        GraphProto whole = model.getGraph();
        Set<String> needed = needed(whole, values);
        GraphProto.Builder part = whole.toBuilder()
                .clearNode()
                .clearInput()
                .clearOutput()
                .clearValueInfo()
                .clearInitializer()
                .clearSparseInitializer()
                .clearQuantizationAnnotation();
        whole.getInputList().stream()
                .filter(input -> needed.contains(input.getName()))
                .forEach(part::addInput);
        whole.getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .forEach(part::addInitializer);
        whole.getSparseInitializerList().stream()
                .filter(sparse -> needed.contains(sparse.getValues().getName()))
                .forEach(part::addSparseInitializer);
        List<NodeProto> nodes = whole.getNodeList().stream()
                .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
                .toList();
        Set<String> names = nodes.stream().map(NodeProto::getName).collect(Collectors.toSet());
        nodes.forEach(node -> part.addNode(named(node, names)));
        for (String value : new LinkedHashSet<>(values)) {
            part.addOutput(ValueInfoProto.newBuilder().setName(value));
        }
        return model.toBuilder().setGraph(part).clearTrainingInfo().build();
    }

    /** ONNX Runtime speaks of nodes by their names alone, and takes no name twice. */
    private static NodeProto named(NodeProto node, Set<String> taken) {
        return BatchNormalizationNode.is(node) && node.getName().isEmpty()
                ? node.toBuilder()
                        .setName(Graphs.newName(Graphs.name(node), taken))
                        .build()
                : node;
    }

    /** One layer alone, from its input of a shape to its output. */
    static ModelProto single(ModelProto model, NormalizationLayer layer, Shape shape, ElementType type) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName(layer.name())
                .addNode(Graphs.producers(model.getGraph()).get(layer.output()))
                .addInput(typed(layer.input(), shape, type))
                .addOutput(typed(layer.output(), shape, type));
        Set<String> added = new HashSet<>();
        for (Parameter parameter : layer.parameters()) {
            if (added.add(parameter.tensor())) {
                graph.addInitializer(OnnxFloats.of(parameter.tensor(), parameter.type(), parameter.values()));
            }
        }
        return ModelProto.newBuilder()
                .setIrVersion(model.getIrVersion())
                .addAllOpsetImport(model.getOpsetImportList())
                .setGraph(graph)
                .build();
    }

    private static ValueInfoProto typed(String name, Shape shape, ElementType type) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : Views.sizes(shape)) {
            sizes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(OnnxFloats.dataType(type))
                .setShape(sizes)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
