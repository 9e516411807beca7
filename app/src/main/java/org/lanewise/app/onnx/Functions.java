package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lanewise.testkit.onnx.BatchNormalizationNode;

/**
 * Puts the bodies of a model's own functions in the place of their calls, where batch normalization is inside: then it
 * is in the main graph, has an input that can be shown, and statistics that can be replaced. Other functions stay.
 *
 * <p>A constant of the body that does not depend on the call's attributes is put in once for all calls, so that layers
 * which share their statistics still do.
 */
final class Functions {
    private final ModelProto model;
    private final Map<String, FunctionProto> functions;
    private final Map<String, Boolean> normalizing = new HashMap<>();
    private final Set<String> names;
    private final Map<String, String> constants = new HashMap<>();
    private final GraphProto.Builder graph;
    private final Map<String, Long> opsets = new HashMap<>();
    private final List<OperatorSetIdProto> newOpsets = new ArrayList<>();

    private final Set<String> prefixes = new HashSet<>();

    /** ONNX Runtime takes no name of a node twice. */
    private final Set<String> nodeNames;

    /** Those whose calls are being put in. */
    private final Set<String> open = new HashSet<>();

    private Functions(ModelProto model) {
        this.model = model;
        functions = of(model);
        opsets(model.getOpsetImportList(), opsets::put);
        names = Graphs.values(model.getGraph());
        nodeNames =
                model.getGraph().getNodeList().stream().map(NodeProto::getName).collect(Collectors.toSet());
        graph = model.getGraph().toBuilder().clearNode();
    }

    /** What a call names a function by. */
    static String key(FunctionProto function) {
        return key(function.getDomain(), function.getName(), function.getOverload());
    }

    private static String key(NodeProto node) {
        return key(node.getDomain(), node.getOpType(), node.getOverload());
    }

    private static String key(String domain, String name, String overload) {
        return (domain.equals("ai.onnx") ? "" : domain) + ":" + name + ":" + overload;
    }

    /** A model's functions, for {@link #called}. */
    static Map<String, FunctionProto> of(ModelProto model) {
        return model.getFunctionsList().stream()
                .collect(Collectors.toMap(Functions::key, Function.identity(), (first, last) -> last));
    }

    /** The one of some functions that a node calls, if it calls one. */
    static Optional<FunctionProto> called(Map<String, FunctionProto> functions, NodeProto node) {
        return Optional.ofNullable(functions.get(key(node)));
    }

    /**
     * The same model without calls of functions that normalize, in its main graph.
     *
     * @throws IllegalArgumentException if such a function calls itself or asks for other operators than the model, or
     *     if a call is inside of a node
     */
    static ModelProto inline(ModelProto model) {
        Functions inlining = new Functions(model);
        if (inlining.functions.values().stream().noneMatch(inlining::normalizes)) {
            return model;
        }
        return inlining.inlined();
    }

    private ModelProto inlined() {
        ModelProto.Builder copy = model.toBuilder();
        for (NodeProto node : model.getGraph().getNodeList()) {
            add(node);
        }
        copy.clearFunctions().setGraph(graph).addAllOpsetImport(newOpsets);
        model.getFunctionsList().stream()
                .filter(function -> !normalizes(function))
                .forEach(copy::addFunctions);
        return copy.build();
    }

    private static void opsets(List<OperatorSetIdProto> imports, BiConsumer<String, Long> consumer) {
        imports.forEach(opset ->
                consumer.accept(opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain(), opset.getVersion()));
    }

    /** The body must mean the same in the main graph. */
    private void requireSameOpsets(FunctionProto function) {
        opsets(function.getOpsetImportList(), (domain, version) -> {
            Long has = opsets.putIfAbsent(domain, version);
            if (has == null) {
                newOpsets.add(OperatorSetIdProto.newBuilder()
                        .setDomain(domain)
                        .setVersion(version)
                        .build());
            } else if (!has.equals(version)) {
                throw new IllegalArgumentException("function " + function.getName() + ": opset " + version + " of "
                        + (domain.isEmpty() ? "ai.onnx" : domain) + ", must be " + has
                        + " as in the model, for it has BatchNormalization");
            }
        });
    }

    private Optional<FunctionProto> called(NodeProto node) {
        return called(functions, node);
    }

    private boolean normalizes(FunctionProto function) {
        String key = key(function);
        Boolean known = normalizing.get(key);
        if (known == null) {
            // No, while it is looked at: what calls itself ends here, and is refused where it is put in.
            normalizing.put(key, false);
            known = function.getNodeList().stream()
                    .flatMap(Graphs::withInner)
                    .anyMatch(node -> BatchNormalizationNode.is(node)
                            || called(node).filter(this::normalizes).isPresent());
            normalizing.put(key, known);
        }
        return known;
    }

    private void add(NodeProto node) {
        for (GraphProto inner : Graphs.inside(node)) {
            inner.getNodeList().stream()
                    .flatMap(Graphs::withInner)
                    .forEach(child -> called(child).filter(this::normalizes).ifPresent(f -> {
                        throw new IllegalArgumentException("node " + Graphs.name(child) + ": calls the function "
                                + f.getName()
                                + " with BatchNormalization inside of " + node.getOpType() + " " + Graphs.name(node)
                                + ", must be in the main graph");
                    }));
        }
        Optional<FunctionProto> function = called(node).filter(this::normalizes);
        if (function.isPresent()) {
            new Call(node, function.get()).expand();
        } else {
            graph.addNode(node);
        }
    }

    /** One call of a function. */
    private final class Call {
        private final NodeProto call;
        private final FunctionProto function;
        private final String prefix;
        private final Map<String, String> actual = new HashMap<>();
        private final Map<String, AttributeProto> attributes = new HashMap<>();

        Call(NodeProto call, FunctionProto function) {
            this.call = call;
            this.function = function;
            prefix = Graphs.newName(Graphs.name(call), prefixes) + "/";
            function.getAttributeProtoList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
            call.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        }

        void expand() {
            if (!open.add(key(function))) {
                throw new IllegalArgumentException("function " + function.getName() + ": calls itself, must not");
            }
            requireSameOpsets(function);
            for (int i = 0; i < function.getInputCount(); i++) {
                actual.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
            }
            for (int i = 0; i < function.getOutputCount() && i < call.getOutputCount(); i++) {
                String formal = function.getOutput(i);
                if (actual.containsKey(formal) && !call.getOutput(i).isEmpty()) {
                    // What the function hands on.
                    graph.addNode(NodeProto.newBuilder()
                            .setOpType("Identity")
                            .addInput(actual.get(formal))
                            .addOutput(call.getOutput(i)));
                } else if (!call.getOutput(i).isEmpty()) {
                    actual.put(formal, call.getOutput(i));
                }
            }
            function.getNodeList().forEach(this::put);
            open.remove(key(function));
        }

        private void put(NodeProto node) {
            if (node.getOpType().equals("Constant")
                    && node.getOutputCount() == 1
                    && !actual.containsKey(node.getOutput(0))
                    && node.getAttributeList().stream()
                            .allMatch(attribute -> attribute.getRefAttrName().isEmpty())) {
                String key = key(function) + ":" + node.getOutput(0);
                if (!constants.containsKey(key)) {
                    constants.put(key, Graphs.newName(function.getName() + "/" + node.getOutput(0), names));
                    graph.addNode(node.toBuilder().setOutput(0, constants.get(key)));
                }
                actual.put(node.getOutput(0), constants.get(key));
                return;
            }
            add(renamed(node));
        }

        /** A value of the body in the main graph. */
        private String name(String local) {
            return local.isEmpty() ? "" : actual.computeIfAbsent(local, name -> Graphs.newName(prefix + name, names));
        }

        private NodeProto renamed(NodeProto node) {
            NodeProto.Builder copy = node.toBuilder().clearInput().clearOutput().clearAttribute();
            if (!node.getName().isEmpty() || called(node).isPresent()) {
                copy.setName(Graphs.newName(
                        prefix + (node.getName().isEmpty() ? node.getOpType() : node.getName()), nodeNames));
            }
            node.getInputList().forEach(input -> copy.addInput(name(input)));
            node.getOutputList().forEach(output -> copy.addOutput(name(output)));
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.getRefAttrName().isEmpty()) {
                    copy.addAttribute(renamed(attribute));
                } else if (attributes.containsKey(attribute.getRefAttrName())) {
                    // The call's own, with what the call sees: nothing in it is of the body. Without it, the operator's
                    // default.
                    copy.addAttribute(attributes.get(attribute.getRefAttrName()).toBuilder()
                            .setName(attribute.getName()));
                }
            }
            return copy.build();
        }

        private AttributeProto renamed(AttributeProto attribute) {
            AttributeProto.Builder copy = attribute.toBuilder();
            if (attribute.hasG()) {
                copy.setG(renamed(attribute.getG()));
            }
            for (int i = 0; i < attribute.getGraphsCount(); i++) {
                copy.setGraphs(i, renamed(attribute.getGraphs(i)));
            }
            return copy.build();
        }

        /** A graph inside of the body: what is its own gets new names as all else does. */
        private GraphProto renamed(GraphProto inner) {
            GraphProto.Builder copy = inner.toBuilder().clearNode().clearValueInfo();
            inner.getNodeList().forEach(node -> copy.addNode(renamed(node)));
            copy.getInitializerBuilderList().forEach(tensor -> tensor.setName(name(tensor.getName())));
            copy.getSparseInitializerBuilderList()
                    .forEach(sparse -> sparse.getValuesBuilder()
                            .setName(name(sparse.getValues().getName())));
            copy.getInputBuilderList().forEach(input -> input.setName(name(input.getName())));
            copy.getOutputBuilderList().forEach(output -> output.setName(name(output.getName())));
            return copy.build();
        }
    }
}
