package org.lanewise.testkit.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.NodeProtoOrBuilder;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a node BatchNormalization says beside its tensors, in any opset. Its defaults are those of
 * {@link org.lanewise.Convention#ONNX}. Immutable.
 *
 * @param epsilon the number added to the variance; empty if the node leaves that to ONNX, whose default is 1e-5
 * @param momentum the weight of the past; empty if the node leaves that to ONNX, whose default is 0.9
 * @param training whether it normalizes with the batch's statistics
 */
public record BatchNormalizationNode(OptionalDouble epsilon, OptionalDouble momentum, boolean training) {
    /** The operator's name. */
    private static final String OPERATOR = "BatchNormalization";

    /** The first opset whose node says whether it trains. */
    private static final long TRAINING_MODE_OPSET = 14;

    /** The first opset without is_test, whose node trains if it has more than one output. */
    private static final long NO_IS_TEST_OPSET = 7;

    /**
     * Reads a node.
     *
     * @param node one that {@link #is} BatchNormalization; not checked
     * @param opset of ONNX's own operators, see {@link #opset}
     * @throws IllegalArgumentException if the node normalizes each element by itself ({@code spatial} is 0), not each
     *     channel, as those of opsets below 9 may
     */
    public static BatchNormalizationNode of(NodeProto node, long opset) {
        if (flag(node, "spatial", 1) == 0) {
            throw new IllegalArgumentException("spatial: 0, must be 1: statistics per channel");
        }
        return new BatchNormalizationNode(number(node, "epsilon"), number(node, "momentum"), isTraining(node, opset));
    }

    /** Whether a node is BatchNormalization, of ONNX's own operators. */
    public static boolean is(NodeProtoOrBuilder node) {
        return node.getOpType().equals(OPERATOR) && isOwn(node.getDomain());
    }

    /** The version of ONNX's own operators that a model asks for; 1 if it does not say. */
    public static long opset(ModelProto model) {
        return model.getOpsetImportList().stream()
                .filter(opset -> isOwn(opset.getDomain()))
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(1);
    }

    private static boolean isOwn(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static boolean isTraining(NodeProto node, long opset) {
        if (opset >= TRAINING_MODE_OPSET) {
            return flag(node, "training_mode", 0) != 0;
        }
        // An output without a name is one that nobody wants.
        return opset < NO_IS_TEST_OPSET
                ? flag(node, "is_test", 0) == 0
                : node.getOutputList().stream().skip(1).anyMatch(name -> !name.isEmpty());
    }

    private static long flag(NodeProto node, String name, long otherwise) {
        return attribute(node, name).map(AttributeProto::getI).orElse(otherwise);
    }

    private static OptionalDouble number(NodeProto node, String name) {
        Optional<AttributeProto> attribute = attribute(node, name);
        return attribute.isPresent() ? OptionalDouble.of(attribute.get().getF()) : OptionalDouble.empty();
    }

    private static Optional<AttributeProto> attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }
}
