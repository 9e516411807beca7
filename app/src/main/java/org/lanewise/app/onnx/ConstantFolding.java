package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lanewise.app.data.DataException;

/**
 * Which values of a model's graph are constant: initializers, and whatever follows from constants alone, but for random
 * numbers. ONNX Runtime computes those that no tensor of the model holds.
 */
final class ConstantFolding {
    private static final Set<String> RANDOM = Set.of(
            "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial", "Bernoulli");

    private final ModelProto model;
    private final Map<String, FunctionProto> functions;
    private final ExternalData data;
    private final Map<String, TensorProto> held = new HashMap<>();
    private final Set<String> constants;

    /**
     * Those of a model.
     *
     * @throws IllegalArgumentException if its nodes can't be put in an order
     */
    ConstantFolding(ModelProto model, ExternalData data) {
        this.model = model;
        functions = Functions.of(model);
        this.data = data;
        GraphProto graph = model.getGraph();
        graph.getInitializerList().forEach(tensor -> held.put(tensor.getName(), tensor));
        constants = new HashSet<>(Graphs.initializers(graph));
        for (NodeProto node : Graphs.inOrder(graph)) {
            if (constants.containsAll(Graphs.inputs(node)) && !isRandom(node, Set.of())) {
                constants.addAll(node.getOutputList());
                tensor(node).ifPresent(tensor -> held.put(node.getOutput(0), tensor));
            }
        }
        constants.remove("");
    }

    /** Within functions too; a function that calls itself counts as random. */
    private boolean isRandom(NodeProto whole, Set<String> callers) {
        return Graphs.withInner(whole).anyMatch(node -> {
            // A Dropout with a third input may train.
            if (RANDOM.contains(node.getOpType()) || node.getOpType().equals("Dropout") && node.getInputCount() > 2) {
                return true;
            }
            Optional<FunctionProto> function = Functions.called(functions, node);
            Set<String> open = new HashSet<>(callers);
            return function.isPresent()
                    && (!open.add(Functions.key(function.get()))
                            || function.get().getNodeList().stream().anyMatch(inner -> isRandom(inner, open)));
        });
    }

    /** What a node Constant holds as a tensor or a list of floats. */
    private static Optional<TensorProto> tensor(NodeProto node) {
        if (!node.getOpType().equals("Constant") || node.getOutputCount() == 0) {
            return Optional.empty();
        }
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals("value") && attribute.hasT()) {
                return Optional.of(attribute.getT());
            }
            if (attribute.getName().equals("value_floats")) {
                return Optional.of(TensorProto.newBuilder()
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addDims(attribute.getFloatsCount())
                        .addAllFloatData(attribute.getFloatsList())
                        .build());
            }
        }
        return Optional.empty();
    }

    boolean isConstant(String name) {
        return constants.contains(name);
    }

    /**
     * The tensors of constants, with their elements inside; all computed ones in one run.
     *
     * @param source what messages call the model
     * @throws DataException if ONNX Runtime can't compute them
     * @throws IllegalArgumentException if elements in another file can't be read
     */
    Map<String, TensorProto> values(Collection<String> names, String source) throws DataException {
        Map<String, TensorProto> values = new HashMap<>();
        List<String> computed = new ArrayList<>();
        for (String name : new HashSet<>(names)) {
            if (held.containsKey(name)) {
                values.put(name, data.inside(name, held.get(name)));
            } else {
                computed.add(name);
            }
        }
        if (!computed.isEmpty()) {
            try (Session session = Session.asWritten(Excerpt.of(Excerpts.upTo(model, computed), source, data), 1)) {
                values.putAll(session.compute(computed));
            }
        }
        return values;
    }
}
