package org.lanewise.app.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.app.data.DataException;
import org.lanewise.tensor.Shape;

class OnnxModelTest {
    private static OnnxModel parse(ModelProto.Builder model) throws DataException {
        return OnnxModel.parse(model.build().toByteArray(), "m");
    }

    /** One line that begins with the file and says what is wrong. */
    private static void assertRefused(String message, byte[] bytes) {
        DataException refused = assertThrows(DataException.class, () -> OnnxModel.parse(bytes, "m"));
        assertEquals("model: m: " + message, refused.getMessage());
    }

    private static void assertRefused(String message, Consumer<GraphProto.Builder> change) {
        ModelProto.Builder model = SmallModels.ordinary();
        change.accept(model.getGraphBuilder());
        assertRefused(message, model.build().toByteArray());
    }

    @Test
    void parametersAreReadFromInitializersAndConstants() throws DataException {
        ModelProto.Builder model = SmallModels.ordinary();
        GraphProto.Builder graph = model.getGraphBuilder();
        // The second layer's come from nodes of both kinds.
        TensorProto scale = graph.getInitializer(4);
        graph.removeInitializer(4).removeInitializer(4);
        AttributeProto.Builder floats = AttributeProto.newBuilder().setName("value_floats");
        for (float value : SmallModels.BETA) {
            floats.addFloats(value);
        }
        graph.addNode(0, NodeProto.newBuilder().setOpType("Constant").addOutput("second.scale")
                .addAttribute(AttributeProto.newBuilder().setName("value").setT(scale.toBuilder().clearName())));
        graph.addNode(1, NodeProto.newBuilder().setOpType("Constant").addOutput("second.bias").addAttribute(floats));
        graph.getNodeBuilder(4).addAttribute(AttributeProto.newBuilder().setName("epsilon").setF(1e-3f));
        List<NormalizationLayer> layers = parse(model).layers();
        assertEquals(List.of("first", "second"), layers.stream().map(NormalizationLayer::name).toList());
        for (NormalizationLayer layer : layers) {
            assertArrayEquals(SmallModels.GAMMA, layer.gamma());
            assertArrayEquals(SmallModels.BETA, layer.beta());
            assertArrayEquals(SmallModels.MEAN, layer.mean());
            assertArrayEquals(SmallModels.VARIANCE, layer.variance());
        }
        assertEquals(1e-5f, layers.get(0).epsilon());
        assertEquals(1e-3f, layers.get(1).epsilon());
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 9, 14, 15})
    void everyOpsetIsRead(long opset) throws DataException {
        assertEquals(2, parse(SmallModels.of(opset, 0, 3, 4, 5)).layers().size());
    }

    @Test
    void whatIsNoModelIsNamed() {
        assertRefused("something else, must be an ONNX file", "no ONNX, but a note\n".getBytes(StandardCharsets.UTF_8));
        assertRefused("without a graph, must be an ONNX file with a network", new byte[0]);
        byte[] whole = SmallModels.ordinary().build().toByteArray();
        assertRefused("damaged or cut off after 200 bytes, must be a whole ONNX file", Arrays.copyOf(whole, 200));
    }

    @Test
    void whatHasNoLayersOrOthersIsNamed() {
        assertRefused("no BatchNormalization, must have one or more (exporters fold them into convolutions)",
                graph -> graph.removeNode(2).removeNode(0));
        assertRefused("node first: in training mode, must infer with given statistics",
                graph -> graph.getNodeBuilder(0).addAttribute(SmallModels.flag("training_mode", 1)));
        assertRefused("node second: scale second.scale: FLOAT16, must be FLOAT",
                graph -> graph.getInitializerBuilder(4).setDataType(TensorProto.DataType.FLOAT16.getNumber()));
        assertRefused("node second: mean m: computed or given from outside, must be an initializer or a Constant", graph -> {
            graph.getNodeBuilder(2).setInput(3, "m");
            graph.addNode(2, NodeProto.newBuilder().setOpType("Identity").addInput("second.mean").addOutput("m"));
        });
        assertRefused("node first: variance first.variance: 3 elements, must be 2",
                graph -> graph.getInitializerBuilder(3).setDims(0, 2));
        assertRefused("node first: scale, bias, mean and variance of 2, 3, 3 and 3 elements, must be one per channel",
                graph -> graph.setInitializer(0, SmallModels.listed("first.scale", 1, 2)));
        assertRefused("node first: scale first.scale: in another file, must be in the model's",
                graph -> graph.getInitializerBuilder(0).setDataLocation(TensorProto.DataLocation.EXTERNAL));
        assertRefused("node inner: inside of If choice, must be in the main graph", graph -> graph.addNode(
                NodeProto.newBuilder().setOpType("If").setName("choice").addAttribute(AttributeProto.newBuilder().setG(
                        GraphProto.newBuilder().addNode(SmallModels.normalization("inner", "b", "c"))))));
        byte[] negative = SmallModels.ordinary().build().toBuilder().setGraph(SmallModels.ordinary().getGraphBuilder()
                .setInitializer(3, SmallModels.listed("first.variance", 1, -1, 1))).build().toByteArray();
        String message = assertThrows(DataException.class, () -> OnnxModel.parse(negative, "m")).getMessage();
        assertTrue(message.matches("model: m: node first: variance.*-1\\.0.*"), message);
    }

    @Test
    void theShapeIsThatOfTheModelOrTheUser() throws DataException {
        ModelInput open = parse(SmallModels.of(15, 0, 3, 0, 5)).input();
        assertEquals("?x3x?x5", open.toString());
        assertEquals("shape: none, must be given for the input ?x3x?x5 (--shape)",
                assertThrows(DataException.class, () -> open.shape(Optional.empty())).getMessage());
        assertEquals(Shape.of(2, 3, 4, 5), open.shape(Optional.of(List.of(2L, 3L, 4L, 5L))));
        for (List<Long> wrong : List.of(List.of(2L, 4L, 4L, 5L), List.of(2L, 3L, 4L), List.of(2L, 3L, 0L, 5L))) {
            String message = assertThrows(DataException.class, () -> open.shape(Optional.of(wrong))).getMessage();
            assertTrue(message.endsWith(", must be sizes above 0 that fit the input ?x3x?x5"), message);
        }
        assertThrows(DataException.class, () -> open.shape(Optional.of(List.of(1L << 30, 3L, 1L << 30, 5L))));
        // A batch that is open is 1.
        assertEquals(Shape.of(1, 3, 4, 5), parse(SmallModels.ordinary()).input().shape(Optional.empty()));
    }

    @Test
    void inputsThatCannotBeFedAreNamed() throws DataException {
        ModelProto.Builder two = SmallModels.ordinary();
        two.getGraphBuilder().addInput(SmallModels.value("z", 1, 2));
        assertEquals("model: m: 2 inputs, must be 1",
                assertThrows(DataException.class, parse(two)::input).getMessage());
        ModelProto.Builder half = SmallModels.ordinary();
        half.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder()
                .setElemType(TensorProto.DataType.FLOAT16.getNumber());
        assertEquals("model: m: input x: FLOAT16, must be FLOAT",
                assertThrows(DataException.class, parse(half)::input).getMessage());
        // Old models list constants among the inputs.
        ModelProto.Builder old = SmallModels.ordinary();
        old.getGraphBuilder().addInput(SmallModels.value("first.mean", 3));
        assertEquals("x", parse(old).input().name());
    }

    @Test
    void otherStatisticsChangeNothingElse() throws DataException, InvalidProtocolBufferException {
        OnnxModel model = parse(SmallModels.ordinary());
        float[] mean = {7, 8, 9};
        float[] variance = {3, 2, 1};
        OnnxModel changed = model.withStatistics(1, mean, variance);
        assertArrayEquals(mean, changed.layers().get(1).mean());
        assertArrayEquals(SmallModels.MEAN, changed.layers().get(0).mean());
        // What is written is what is read, held as before.
        ModelProto expected = SmallModels.ordinary().build();
        GraphProto.Builder graph = expected.getGraph().toBuilder()
                .setInitializer(6, SmallModels.raw("second.mean", mean))
                .setInitializer(7, SmallModels.listed("second.variance", variance));
        assertEquals(expected.toBuilder().setGraph(graph).build(), ModelProto.parseFrom(changed.toByteArray()));
        assertTrue(changed.isButForStatistics(model));
        ModelProto.Builder other = SmallModels.ordinary();
        other.getGraphBuilder().setInitializer(0, SmallModels.listed("first.scale", 1, -2, 0.75f));
        assertFalse(parse(other).isButForStatistics(model));
    }

    @Test
    void statisticsOfConstantNodesAreReplacedWhereverTheyAre() throws DataException {
        ModelProto.Builder model = SmallModels.ordinary();
        GraphProto.Builder graph = model.getGraphBuilder().removeInitializer(7).removeInitializer(6);
        graph.addNode(0, NodeProto.newBuilder().setOpType("Constant").addOutput("second.mean").addAttribute(
                AttributeProto.newBuilder().setName("value").setT(SmallModels.raw("", SmallModels.MEAN))));
        graph.addNode(1, NodeProto.newBuilder().setOpType("Constant").addOutput("second.variance").addAttribute(
                AttributeProto.newBuilder().setName("value_floats").addFloats(1).addFloats(4).addFloats(0.125f)));
        float[] mean = {7, 8, 9};
        float[] variance = {3, 2, 1};
        byte[] changed = parse(model).withStatistics(1, mean, variance).toByteArray();
        NormalizationLayer layer = OnnxModel.parse(changed, "m").layers().get(1);
        assertArrayEquals(mean, layer.mean());
        assertArrayEquals(variance, layer.variance());
        assertEquals(model.build().toByteArray().length, changed.length);
    }

    @Test
    void statisticsThatOthersUseTooAreNotReplaced() throws DataException {
        assertShared("first.mean", graph -> graph.getNodeBuilder(2).setInput(3, "first.mean"));
        assertShared("first.variance", graph -> graph.getNodeBuilder(0).setInput(1, "first.variance"));
        assertShared("first.mean", graph -> graph.addOutput(SmallModels.value("first.mean", 3)));
        assertShared("first.mean", graph -> graph.addNode(NodeProto.newBuilder().setOpType("If").addAttribute(
                AttributeProto.newBuilder().setG(GraphProto.newBuilder()
                        .addNode(NodeProto.newBuilder().setOpType("Neg").addInput("first.mean"))))));
        OnnxModel own = parse(SmallModels.ordinary());
        own.requireOwnStatistics(own.layers().getFirst());
    }

    private static void assertShared(String name, Consumer<GraphProto.Builder> change) throws DataException {
        ModelProto.Builder shared = SmallModels.ordinary();
        change.accept(shared.getGraphBuilder());
        OnnxModel model = parse(shared);
        assertEquals("model: m: node first: " + name + " is used elsewhere too, must be this layer's own to be replaced",
                assertThrows(DataException.class, () -> model.requireOwnStatistics(model.layers().getFirst())).getMessage());
    }

    /** What another value needs is left out, in a graph inside of a node too. */
    @Test
    void anExcerptHasWhatItsOutputNeeds() throws DataException, InvalidProtocolBufferException {
        ModelProto.Builder model = SmallModels.ordinary();
        model.getGraphBuilder().addNode(1, NodeProto.newBuilder().setOpType("If").addInput("x").addOutput("c").addAttribute(
                AttributeProto.newBuilder().setG(GraphProto.newBuilder()
                        .addNode(NodeProto.newBuilder().setOpType("Neg").addInput("a").addOutput("n")))));
        OnnxModel whole = parse(model);
        assertEquals(List.of("BatchNormalization"), operators(whole.upTo("a")));
        assertEquals(List.of("BatchNormalization", "Relu"), operators(whole.upTo("b")));
        assertEquals(List.of("BatchNormalization", "If"), operators(whole.upTo("c")));
    }

    private static List<String> operators(byte[] model) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(model).getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
    }
}
