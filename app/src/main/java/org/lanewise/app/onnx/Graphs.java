package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the nodes of a graph hang together. */
final class Graphs {
    private Graphs() {}

    /** A node's name, or that of its output if it has none. */
    static String name(NodeProto node) {
        return !node.getName().isEmpty() || node.getOutputCount() == 0 ? node.getName() : node.getOutput(0);
    }

    /** The graphs in a node's attributes: the branches of an If, the body of a Loop. */
    static List<GraphProto> inside(NodeProto node) {
        List<GraphProto> graphs = new ArrayList<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                graphs.add(attribute.getG());
            }
            graphs.addAll(attribute.getGraphsList());
        }
        return graphs;
    }

    /** A node, and all nodes in the graphs inside of it, at any depth. */
    static Stream<NodeProto> withInner(NodeProto node) {
        return Stream.concat(
                Stream.of(node),
                inside(node).stream()
                        .flatMap(graph -> graph.getNodeList().stream())
                        .flatMap(Graphs::withInner));
    }

    /** The names of what a node takes, by its inputs and by the graphs inside of it. */
    static Set<String> inputs(NodeProto node) {
        Set<String> names = new LinkedHashSet<>(node.getInputList());
        inside(node).forEach(graph -> names.addAll(captured(graph)));
        names.remove("");
        return names;
    }

    /** What an inner graph takes from outside: names are used once in a graph and all graphs inside of it. */
    private static Set<String> captured(GraphProto graph) {
        Set<String> names = new LinkedHashSet<>();
        graph.getNodeList().forEach(node -> names.addAll(inputs(node)));
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        graph.getNodeList().forEach(node -> names.removeAll(node.getOutputList()));
        names.removeAll(initializers(graph));
        graph.getInputList().forEach(input -> names.remove(input.getName()));
        return names;
    }

    /** The names of a graph's initializers. */
    static Set<String> initializers(GraphProto graph) {
        return Stream.concat(
                        graph.getInitializerList().stream().map(TensorProto::getName),
                        graph.getSparseInitializerList().stream()
                                .map(sparse -> sparse.getValues().getName()))
                .collect(Collectors.toSet());
    }

    /** What a graph is fed with: its inputs, but for those that have a value of their own, as old files list them. */
    static List<ValueInfoProto> fed(GraphProto graph) {
        Set<String> constants = initializers(graph);
        return graph.getInputList().stream()
                .filter(input -> !constants.contains(input.getName()))
                .toList();
    }

    /** Which node gives a value. */
    static Map<String, NodeProto> producers(GraphProto graph) {
        Map<String, NodeProto> producers = new HashMap<>();
        for (NodeProto node : graph.getNodeList()) {
            node.getOutputList().stream()
                    .filter(output -> !output.isEmpty())
                    .forEach(output -> producers.put(output, node));
        }
        return producers;
    }

    /**
     * The nodes in an order in which they can be executed; that of the file as far as possible.
     *
     * @throws IllegalArgumentException if there is none
     */
    static List<NodeProto> inOrder(GraphProto graph) {
        int count = graph.getNodeCount();
        Map<String, Integer> producers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            for (String output : graph.getNode(i).getOutputList()) {
                producers.put(output, i);
            }
        }
        List<List<Integer>> users = new ArrayList<>();
        int[] waitsFor = new int[count];
        for (int i = 0; i < count; i++) {
            users.add(new ArrayList<>());
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            Set<Integer> before = inputs(graph.getNode(i)).stream()
                    .filter(producers::containsKey)
                    .map(producers::get)
                    .collect(Collectors.toSet());
            waitsFor[i] = before.size();
            for (int other : before) {
                users.get(other).add(i);
            }
            if (before.isEmpty()) {
                ready.add(i);
            }
        }
        List<NodeProto> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(graph.getNode(next));
            for (int user : users.get(next)) {
                if (--waitsFor[user] == 0) {
                    ready.add(user);
                }
            }
        }
        for (int i = 0; i < count; i++) {
            if (waitsFor[i] > 0) {
                throw new IllegalArgumentException(
                        "node " + name(graph.getNode(i)) + ": needs its own output, must be in no circle");
            }
        }
        return order;
    }

    /** A name that is not in a set yet, and is then. */
    static String newName(String wish, Set<String> taken) {
        String name = wish;
        for (int i = 2; !taken.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }

    /** All names of values in a graph and the graphs inside of it. */
    static Set<String> values(GraphProto graph) {
        Set<String> names = initializers(graph);
        Stream.concat(graph.getInputList().stream(), graph.getOutputList().stream())
                .forEach(value -> names.add(value.getName()));
        for (NodeProto node : graph.getNodeList()) {
            names.addAll(node.getInputList());
            names.addAll(node.getOutputList());
            inside(node).forEach(inner -> names.addAll(values(inner)));
        }
        return names;
    }
}
