package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.lanewise.tensor.Shape;
import org.lanewise.testkit.onnx.OnnxFloats;

/** Models made of a model: what gives other outputs, or is a part of it. */
final class Excerpts {
    private Excerpts() {}

    /** The whole, with more of its values as outputs. */
    static ModelProto exposing(ModelProto model, Collection<String> values) {
        Set<String> more = new LinkedHashSet<>(values);
        model.getGraph().getOutputList().forEach(output -> more.remove(output.getName()));
        GraphProto.Builder graph = model.getGraph().toBuilder();
        more.forEach(value -> graph.addOutput(untyped(value)));
        return model.toBuilder().setGraph(graph).build();
    }

    /** What is needed to compute one value, which is the only output. */
    static ModelProto upTo(ModelProto model, String value) {
        GraphProto whole = model.getGraph();
        Set<String> needed = new HashSet<>(Set.of(value));
        boolean[] kept = new boolean[whole.getNodeCount()];
        // Backwards, as what a node needs is computed before it.
        for (int i = kept.length - 1; i >= 0; i--) {
            NodeProto node = whole.getNode(i);
            kept[i] = node.getOutputList().stream().anyMatch(needed::contains);
            if (kept[i]) {
                needed.addAll(inputs(node));
            }
        }
        GraphProto.Builder part = whole.toBuilder().clearNode().clearOutput().clearValueInfo().addOutput(untyped(value));
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                part.addNode(whole.getNode(i));
            }
        }
        return model.toBuilder().setGraph(part).build();
    }

    /** The names of what a node takes; the graphs inside of it see all values outside. */
    static Set<String> inputs(NodeProto node) {
        Set<String> names = new HashSet<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            Stream.concat(attribute.getGraphsList().stream(), Stream.of(attribute.getG())).forEach(graph -> {
                graph.getNodeList().forEach(child -> names.addAll(inputs(child)));
                graph.getOutputList().forEach(output -> names.add(output.getName()));
            });
        }
        return names;
    }

    /** One layer alone, from its input of a shape to its output. */
    static ModelProto single(ModelProto model, NormalizationLayer layer, Shape shape) {
        NodeProto node = model.getGraph().getNode(layer.node());
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName(layer.name())
                .addNode(node)
                .addInput(typed(layer.input(), shape))
                .addOutput(typed(layer.output(), shape));
        Constants constants = new Constants(model.getGraph());
        for (String parameter : new LinkedHashSet<>(node.getInputList().subList(1, node.getInputCount()))) {
            // Again by its elements: a Constant's tensor may have no name.
            float[] values = OnnxFloats.get(constants.get(parameter).orElseThrow());
            TensorProto.Builder tensor = TensorProto.newBuilder()
                    .setName(parameter)
                    .setDataType(TensorProto.DataType.FLOAT.getNumber())
                    .addDims(values.length);
            for (float value : values) {
                tensor.addFloatData(value);
            }
            graph.addInitializer(tensor);
        }
        return ModelProto.newBuilder()
                .setIrVersion(model.getIrVersion())
                .addAllOpsetImport(model.getOpsetImportList())
                .setGraph(graph)
                .build();
    }

    private static ValueInfoProto untyped(String name) {
        return ValueInfoProto.newBuilder().setName(name).build();
    }

    private static ValueInfoProto typed(String name, Shape shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < shape.rank(); axis++) {
            sizes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(shape.size(axis)));
        }
        TypeProto.Tensor type = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                .setShape(sizes)
                .build();
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(type)).build();
    }
}
