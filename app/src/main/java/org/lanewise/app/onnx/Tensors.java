package org.lanewise.app.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import java.util.function.BiConsumer;

/** All tensors in a model, wherever they are: in graphs, in graphs inside of nodes, in functions. */
final class Tensors {
    private final BiConsumer<String, TensorProto> visitor;

    private Tensors(BiConsumer<String, TensorProto> visitor) {
        this.visitor = visitor;
    }

    /** Visits each tensor, with its name; that of an attribute has the name of the node's output. */
    static void visit(ModelProto model, BiConsumer<String, TensorProto> visitor) {
        Tensors tensors = new Tensors(visitor);
        tensors.graph(model.getGraph());
        for (FunctionProto function : model.getFunctionsList()) {
            function.getNodeList().forEach(tensors::node);
            function.getAttributeProtoList().forEach(attribute -> tensors.attribute(attribute.getName(), attribute));
        }
        for (TrainingInfoProto training : model.getTrainingInfoList()) {
            tensors.graph(training.getInitialization());
            tensors.graph(training.getAlgorithm());
        }
    }

    private void graph(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> visitor.accept(tensor.getName(), tensor));
        graph.getSparseInitializerList()
                .forEach(tensor -> sparse(tensor.getValues().getName(), tensor));
        graph.getNodeList().forEach(this::node);
    }

    private void node(NodeProto node) {
        String name = node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
        node.getAttributeList().forEach(attribute -> attribute(name, attribute));
    }

    private void attribute(String name, AttributeProto attribute) {
        if (attribute.hasT()) {
            visitor.accept(name, attribute.getT());
        }
        attribute.getTensorsList().forEach(tensor -> visitor.accept(name, tensor));
        if (attribute.hasSparseTensor()) {
            sparse(name, attribute.getSparseTensor());
        }
        attribute.getSparseTensorsList().forEach(tensor -> sparse(name, tensor));
        if (attribute.hasG()) {
            graph(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::graph);
    }

    private void sparse(String name, SparseTensorProto tensor) {
        visitor.accept(name, tensor.getValues());
        visitor.accept(name, tensor.getIndices());
    }
}
