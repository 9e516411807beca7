package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lanewise.testkit.onnx.OnnxFloats;

/** A graph's constant tensors by name: its initializers, and the outputs of its nodes Constant. */
final class Constants {
    /** Where a constant is: among the initializers, or an attribute of a node. */
    private record Place(int initializer, int node, int attribute) {
        TensorProto get(GraphProto graph) {
            if (initializer >= 0) {
                return graph.getInitializer(initializer);
            }
            AttributeProto value = graph.getNode(node).getAttribute(attribute);
            return value.hasT() ? value.getT() : list(value);
        }

        /** The attribute value_floats as a tensor. */
        private static TensorProto list(AttributeProto value) {
            return TensorProto.newBuilder()
                    .setDataType(TensorProto.DataType.FLOAT.getNumber())
                    .addDims(value.getFloatsCount())
                    .addAllFloatData(value.getFloatsList())
                    .build();
        }

        void set(GraphProto.Builder graph, TensorProto tensor) {
            if (initializer >= 0) {
                graph.setInitializer(initializer, tensor);
                return;
            }
            AttributeProto.Builder value = graph.getNodeBuilder(node).getAttributeBuilder(attribute);
            if (value.hasT()) {
                value.setT(tensor);
            } else {
                value.clearFloats().addAllFloats(tensor.getFloatDataList());
            }
        }
    }

    private final GraphProto graph;
    private final Map<String, Place> places = new HashMap<>();

    Constants(GraphProto graph) {
        this.graph = graph;
        for (int n = 0; n < graph.getNodeCount(); n++) {
            NodeProto node = graph.getNode(n);
            for (int a = 0; a < node.getAttributeCount(); a++) {
                if (node.getOpType().equals("Constant") && isFloats(node.getAttribute(a))) {
                    places.put(node.getOutput(0), new Place(-1, n, a));
                }
            }
        }
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            places.put(graph.getInitializer(i).getName(), new Place(i, -1, -1));
        }
    }

    private static boolean isFloats(AttributeProto attribute) {
        return attribute.getName().equals("value") && attribute.hasT() || attribute.getName().equals("value_floats");
    }

    /** The tensor of that name, if it is constant. */
    Optional<TensorProto> get(String name) {
        return Optional.ofNullable(places.get(name)).map(place -> place.get(graph));
    }

    /** Gives a constant other elements in a copy of the graph that is being built. */
    void replace(GraphProto.Builder copy, String name, float[] values) {
        Place place = places.get(name);
        place.set(copy, OnnxFloats.replace(place.get(graph), values));
    }
}
