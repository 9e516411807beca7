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
import ai.onnx.proto.OnnxMl.TypeProto;
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
        graph.addNode(
                0,
                NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addOutput("second.scale")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("value")
                                .setT(scale.toBuilder().clearName())));
        graph.addNode(
                1,
                NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addOutput("second.bias")
                        .addAttribute(floats));
        graph.getNodeBuilder(4)
                .addAttribute(AttributeProto.newBuilder().setName("epsilon").setF(1e-3f));
        List<NormalizationLayer> layers = parse(model).layers();
        assertEquals(
                List.of("first", "second"),
                layers.stream().map(NormalizationLayer::name).toList());
        for (NormalizationLayer layer : layers) {
            assertArrayEquals(
                    SmallModels.doubles(SmallModels.GAMMA), layer.gamma().values());
            assertArrayEquals(
                    SmallModels.doubles(SmallModels.BETA), layer.beta().values());
            assertArrayEquals(
                    SmallModels.doubles(SmallModels.MEAN), layer.mean().values());
            assertArrayEquals(
                    SmallModels.doubles(SmallModels.VARIANCE), layer.variance().values());
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
        assertRefused(
                "no BatchNormalization, must have one or more (exporters fold them into convolutions)",
                graph -> graph.removeNode(2).removeNode(0));
        assertRefused(
                "node first: in training mode, must infer with given statistics",
                graph -> graph.getNodeBuilder(0).addAttribute(SmallModels.flag("training_mode", 1)));
        assertRefused(
                "node second: scale second.scale: BFLOAT16, must be FLOAT, DOUBLE or FLOAT16, "
                        + "which ONNX Runtime can run",
                graph -> graph.getInitializerBuilder(4).setDataType(TensorProto.DataType.BFLOAT16.getNumber()));
        assertRefused(
                "node second: scale second.scale: INT32, must be FLOAT, DOUBLE, FLOAT16 or BFLOAT16",
                graph -> graph.getInitializerBuilder(4).setDataType(TensorProto.DataType.INT32.getNumber()));
        assertRefused(
                "node first: variance first.variance: 3 elements, must be 2",
                graph -> graph.getInitializerBuilder(3).setDims(0, 2));
        assertRefused(
                "node first: scale, bias, mean and variance of 2, 3, 3 and 3 elements, must be one per channel",
                graph -> graph.setInitializer(0, SmallModels.listed("first.scale", 1, 2)));
        assertRefused(
                "node inner: inside of If choice, must be in the main graph",
                graph -> graph.addNode(NodeProto.newBuilder()
                        .setOpType("If")
                        .setName("choice")
                        .addAttribute(AttributeProto.newBuilder()
                                .setG(GraphProto.newBuilder().addNode(SmallModels.normalization("inner", "b", "c"))))));
    }

    @Test
    void theShapeIsThatOfTheModelOrTheUser() throws DataException {
        ModelInput open = parse(SmallModels.of(15, 0, 3, 0, 5)).inputs().getFirst();
        assertEquals("?x3x?x5", open.toString());
        assertEquals(
                "shape: none, must be given for the input x of ?x3x?x5 (--shape, or --shape x=... where there are "
                        + "several inputs)",
                assertThrows(DataException.class, () -> open.sizes(Optional.empty(), List.of(3)))
                        .getMessage());
        assertEquals(List.of(1L, 3L, 0L, 5L), open.sizes(Optional.empty(), List.of(2, 3)));
        assertEquals(List.of(2L, 3L, 4L, 5L), open.sizes(Optional.of(List.of(2L, 3L, 4L, 5L)), List.of()));
        for (List<Long> wrong : List.of(List.of(2L, 4L, 4L, 5L), List.of(2L, 3L, 4L), List.of(2L, 3L, 0L, 5L))) {
            String message = assertThrows(DataException.class, () -> open.sizes(Optional.of(wrong), List.of()))
                    .getMessage();
            assertTrue(message.endsWith(", must be sizes above 0 that fit the input ?x3x?x5"), message);
        }
        for (List<Long> large : List.of(
                List.of(1L << 30, 3L, 1L << 30, 5L), List.of(1L << 62, 3L, 8L, 5L), List.of(1L << 28, 3L, 1L, 5L))) {
            String message = assertThrows(DataException.class, () -> open.sizes(Optional.of(large), List.of()))
                    .getMessage();
            assertTrue(message.endsWith(", must have less than 2 GB"), message);
        }
        // A batch that is open is 1.
        assertEquals(
                List.of(1L, 3L, 4L, 5L),
                parse(SmallModels.ordinary()).inputs().getFirst().sizes(Optional.empty(), List.of()));
    }

    @Test
    void inputsAreThoseThatLayersDependOn() throws DataException {
        // Another one, which is only listed; and old models list constants among the inputs.
        ModelProto.Builder two = SmallModels.ordinary();
        two.getGraphBuilder().addInput(SmallModels.value("z", 1, 2)).addInput(SmallModels.value("first.mean", 3));
        assertEquals(
                List.of("x"), parse(two).inputs().stream().map(ModelInput::name).toList());
        two.getGraphBuilder().setNode(1, Nets.node("Add", "b", "a", "z"));
        assertEquals(
                List.of("x", "z"),
                parse(two).inputs().stream().map(ModelInput::name).toList());
        ModelProto.Builder sequence = SmallModels.ordinary();
        sequence.getGraphBuilder()
                .getInputBuilder(0)
                .setType(TypeProto.newBuilder().setSequenceType(TypeProto.Sequence.newBuilder()));
        assertEquals(
                "model: m: input x: SEQUENCE_TYPE, must be a tensor",
                assertThrows(DataException.class, parse(sequence)::inputs).getMessage());
    }

    @Test
    void otherStatisticsChangeNothingElse() throws DataException, InvalidProtocolBufferException {
        OnnxModel model = parse(SmallModels.ordinary());
        double[] mean = {7, 8, 9};
        double[] variance = {3, 2, 1};
        OnnxModel changed = model.withStatistics(List.of(1), mean, variance);
        assertArrayEquals(mean, changed.layers().get(1).mean().values());
        assertArrayEquals(
                SmallModels.doubles(SmallModels.MEAN),
                changed.layers().get(0).mean().values());
        // What is written is what is read, held as before.
        ModelProto expected = SmallModels.ordinary().build();
        GraphProto.Builder graph = expected.getGraph().toBuilder()
                .setInitializer(6, SmallModels.raw("second.mean", 7, 8, 9))
                .setInitializer(7, SmallModels.listed("second.variance", 3, 2, 1));
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
        graph.addNode(
                0,
                NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addOutput("second.mean")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("value")
                                .setT(SmallModels.raw("", SmallModels.MEAN))));
        graph.addNode(
                1,
                NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addOutput("second.variance")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("value_floats")
                                .addFloats(1)
                                .addFloats(4)
                                .addFloats(0.125f)));
        double[] mean = {7, 8, 9};
        double[] variance = {3, 2, 1};
        byte[] changed = parse(model).withStatistics(List.of(1), mean, variance).toByteArray();
        NormalizationLayer layer = OnnxModel.parse(changed, "m").layers().get(1);
        assertArrayEquals(mean, layer.mean().values());
        assertArrayEquals(variance, layer.variance().values());
        assertEquals(model.build().toByteArray().length, changed.length);
    }

    /** What another value needs is left out, in a graph inside of a node too. */
    @Test
    void anExcerptHasWhatItsOutputNeeds() throws DataException, InvalidProtocolBufferException {
        ModelProto.Builder model = SmallModels.ordinary();
        model.getGraphBuilder()
                .addNode(
                        1,
                        NodeProto.newBuilder()
                                .setOpType("If")
                                .addInput("x")
                                .addOutput("c")
                                .addAttribute(AttributeProto.newBuilder()
                                        .setG(GraphProto.newBuilder()
                                                .addNode(NodeProto.newBuilder()
                                                        .setOpType("Neg")
                                                        .addInput("a")
                                                        .addOutput("n"))
                                                .addOutput(SmallModels.value("n")))));
        OnnxModel whole = parse(model);
        assertEquals(List.of("BatchNormalization"), operators(whole.upTo(List.of("a"))));
        assertEquals(List.of("BatchNormalization", "Relu"), operators(whole.upTo(List.of("b"))));
        assertEquals(List.of("BatchNormalization", "If"), operators(whole.upTo(List.of("c"))));
    }

    private static List<String> operators(Excerpt excerpt) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(excerpt.model()).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }
}
