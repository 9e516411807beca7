package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import org.lanewise.testkit.onnx.BatchNormalizationNode;

/**
 * Takes outputs without a name from the ends of BatchNormalization's lists, where they mean the same as none. ONNX
 * Runtime 1.29 ends the process on them, in opsets below 14.
 */
final class UnnamedOutputs {
    private UnnamedOutputs() {}

    static ModelProto without(ModelProto model) {
        ModelProto.Builder copy = model.toBuilder();
        boolean changed = false;
        if (isAmiss(model.getGraph().getNodeList())) {
            without(copy.getGraphBuilder().getNodeBuilderList());
            changed = true;
        }
        for (FunctionProto.Builder function : copy.getFunctionsBuilderList()) {
            if (isAmiss(function.getNodeList())) {
                without(function.getNodeBuilderList());
                changed = true;
            }
        }
        return changed ? copy.build() : model;
    }

    private static boolean isAmiss(List<NodeProto> nodes) {
        return nodes.stream()
                .flatMap(Graphs::withInner)
                .anyMatch(node -> BatchNormalizationNode.is(node)
                        && node.getOutputCount() > 1
                        && node.getOutputList().getLast().isEmpty());
    }

    private static void without(List<NodeProto.Builder> nodes) {
        for (NodeProto.Builder node : nodes) {
            if (BatchNormalizationNode.is(node)) {
                List<String> outputs = List.copyOf(node.getOutputList());
                int count = outputs.size();
                while (count > 1 && outputs.get(count - 1).isEmpty()) {
                    count--;
                }
                node.clearOutput().addAllOutput(outputs.subList(0, count));
            }
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.hasG()) {
                    without(attribute.getGBuilder().getNodeBuilderList());
                }
                attribute.getGraphsBuilderList().stream()
                        .map(GraphProto.Builder::getNodeBuilderList)
                        .forEach(UnnamedOutputs::without);
            }
        }
    }
}
