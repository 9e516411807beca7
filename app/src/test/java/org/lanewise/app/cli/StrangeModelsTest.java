package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

/** Numbers and files that are out of the ordinary. */
class StrangeModelsTest {
    @TempDir
    private Path folder;

    private Path write(ModelProto.Builder model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
    }

    private CommandRun check(ModelProto.Builder model) throws IOException {
        return CommandRun.of("check-model", write(model), "--json");
    }

    private CommandRun recalibrate(ModelProto.Builder model) throws IOException {
        return CommandRun.of(
                "recalibrate", "--preprocess", "minus-one-to-one", write(model), "--out", folder.resolve("new.onnx"));
    }

    private static ModelProto.Builder with(int parameter, float... values) {
        ModelProto.Builder model = Nets.base();
        String name = model.getGraph().getInitializer(parameter).getName();
        model.getGraphBuilder().setInitializer(parameter, SmallModels.values(name, values));
        return model;
    }

    private static ModelProto.Builder epsilon(ModelProto.Builder model, float value) {
        model.getGraphBuilder()
                .getNodeBuilder(0)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("epsilon")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(value));
        return model;
    }

    /** Opset 9 has five outputs, four of which nobody wants: ONNX Runtime 1.29 would end the process. */
    @Test
    void outputsWithoutANameAreNone() throws IOException {
        ModelProto.Builder model = Nets.base(9);
        model.getGraphBuilder()
                .getNodeBuilder(0)
                .addOutput("")
                .addOutput("")
                .addOutput("")
                .addOutput("");
        CommandRun run = check(model);
        assertEquals(0, run.status(), run.err());
        CommandRun written = recalibrate(model);
        assertEquals(0, written.status(), written.err());
        assertEquals(
                List.of("y"),
                ModelProto.parseFrom(Files.readAllBytes(folder.resolve("new.onnx")))
                        .getGraph()
                        .getNode(0)
                        .getOutputList());
        // A mean that somebody wants is one of training.
        model.getGraphBuilder().getNodeBuilder(0).setOutput(1, "mean");
        check(model).assertRefusedWith("node bn: in training mode, must infer with given statistics");
    }

    @Test
    void nodesMayBeInAnyOrder() throws IOException {
        List<NodeProto> nodes = new ArrayList<>(List.of(
                Nets.node("Relu", "a", "x"),
                Nets.layer("one", "a", "b"),
                Nets.node("Abs", "c", "b"),
                Nets.node("BatchNormalization", "y", "c", "gamma", "beta", "m2", "v2").toBuilder()
                        .setName("two")
                        .build()));
        Path[] written = new Path[2];
        for (int i = 0; i < 2; i++) {
            GraphProto.Builder graph = Nets.parameters(nodes.toArray(NodeProto[]::new))
                    .addInitializer(SmallModels.values("m2", Nets.MEAN))
                    .addInitializer(SmallModels.values("v2", Nets.VARIANCE));
            CommandRun run = check(Nets.model(15, graph));
            assertEquals(0, run.status(), run.err());
            assertEquals(
                    List.of("one", "two"),
                    run.layers().stream().map(row -> row.get("name")).toList());
            written[i] = folder.resolve("new" + i + ".onnx");
            assertEquals(
                    0,
                    CommandRun.of(
                                    "recalibrate",
                                    "--preprocess",
                                    "minus-one-to-one",
                                    folder.resolve("net.onnx"),
                                    "--out",
                                    written[i])
                            .status());
            Collections.reverse(nodes);
        }
        for (int layer = 0; layer < 2; layer++) {
            assertArrayEquals(
                    OnnxModel.read(written[0]).layers().get(layer).mean().values(),
                    OnnxModel.read(written[1]).layers().get(layer).mean().values());
        }
        GraphProto.Builder circle = Nets.parameters(
                Nets.node("Add", "a", "x", "b"), Nets.node("Abs", "b", "a"), Nets.layer("bn", "b", "y"));
        check(Nets.model(15, circle)).assertRefusedWith("node a: needs its own output, must be in no circle");
    }

    @Test
    void sizesThatNoMemoryHoldsAreNamed() throws IOException {
        for (long[] sizes : new long[][] {{1L << 40, 1L << 40}, {-3}}) {
            ModelProto.Builder model = Nets.base();
            TensorProto.Builder tensor =
                    model.getGraphBuilder().getInitializerBuilder(2).clearDims();
            for (long size : sizes) {
                tensor.addDims(size);
            }
            check(model).assertRefusedWith("node bn: mean mean: sizes ", ", must be ");
            // In a tensor that is no parameter.
            ModelProto.Builder other = Nets.base();
            other.getGraphBuilder().addInitializer(tensor.setName("k")).addNode(Nets.node("Mul", "z", "y", "k"));
            recalibrate(other).assertRefusedWith("model: " + folder.resolve("net.onnx"));
        }
        assertFalse(Files.exists(folder.resolve("new.onnx")));
    }

    @Test
    void aParameterThatIsNowhereIsMissing() throws IOException {
        for (String name : new String[] {"", "nowhere"}) {
            ModelProto.Builder model = Nets.base();
            model.getGraphBuilder().getNodeBuilder(0).setInput(4, name);
            check(model)
                    .assertRefusedWith(
                            "node bn: variance" + (name.isEmpty() ? "" : " nowhere") + ": missing, must be constant");
        }
    }

    /** A layer without a name is called by its output, which another node may have as its name. */
    @Test
    void aLayersNameMayBeAnotherNodesToo() throws IOException {
        CommandRun run = check(Nets.model(
                15,
                Nets.parameters(
                        Nets.node("Relu", "h", "x").toBuilder().setName("y").build(), Nets.layer("", "h", "y"))));
        assertEquals(0, run.status(), run.err());
        assertEquals("y", run.layers().getFirst().get("name"));
    }

    @Test
    void aConstantWithoutAnOutputIsNobodys() throws IOException {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder()
                .addNode(
                        0,
                        Nets.constant("c", SmallModels.values("", 1)).toBuilder()
                                .clearOutput());
        CommandRun run = check(model);
        assertEquals(0, run.status(), run.err());
        ModelProto.Builder layer = Nets.base();
        layer.getGraphBuilder().getNodeBuilder(0).clearOutput();
        check(layer).assertRefusedWith("node bn: 5 inputs and 0 outputs, must be 5 and 1");
    }

    /** A third of the input is 1/0: that layer is reported, the one beside it is checked. */
    @Test
    void anInfinityInOneLayersInputIsReportedThere() throws IOException {
        GraphProto.Builder graph = Nets.parameters(
                        Nets.node("Mul", "a", "x", "k"),
                        Nets.layer("bn", "a", "b"),
                        Nets.layer("sound", "x", "c"),
                        Nets.node("Add", "y", "b", "c"))
                .addInitializer(SmallModels.values("k", 1, Float.POSITIVE_INFINITY, 1).toBuilder()
                        .clearDims()
                        .addDims(3)
                        .addDims(1)
                        .addDims(1));
        CommandRun run = check(Nets.model(15, graph));
        assertEquals(1, run.status());
        Map<String, Object> document = run.json();
        assertEquals(1, document.get("layersWithinBound"));
        Map<String, Object> broken = run.layers().getFirst();
        assertEquals("bn", broken.get("name"));
        assertTrue(
                broken.get("unchecked").toString().matches("-?Infinity in the input at 0,1,0,0, the first of 16"),
                broken.toString());
        assertEquals(false, broken.get("withinBound"));
        assertTrue(((Number) broken.get("shareOfBound")).doubleValue() <= 1);
        assertEquals(true, run.layers().getLast().get("withinBound"));
        assertNull(run.layers().getLast().get("unchecked"));
        CommandRun text = CommandRun.of("check-model", folder.resolve("net.onnx"));
        assertTrue(
                text.out()
                        .lines()
                        .anyMatch(line -> line.matches(
                                "bn .* clean; not checked: -?Infinity in the input at 0,1,0,0, the first of 16")),
                text.out());
        // The new statistics are refused, not the file's.
        recalibrate(Nets.model(15, graph)).assertRefusedWith("node bn: new mean mean", "in channel 1, must be finite");
    }

    @Test
    void parametersThatAreNotFiniteAreTheAuditsFinding() throws IOException {
        String[] roles = {"scale gamma", "bias beta", "mean mean", "variance variance"};
        for (int parameter = 0; parameter < 4; parameter++) {
            for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                CommandRun run = check(with(parameter, 1, value, 2));
                assertEquals(1, run.status(), run.err());
                Map<String, Object> layer = run.layers().getFirst();
                assertEquals("NOT_FINITE", ((Map<?, ?>) ((List<?>) layer.get("audit")).getFirst()).get("kind"));
                assertEquals(List.of(1), ((Map<?, ?>) ((List<?>) layer.get("audit")).getFirst()).get("channels"));
                String fault = roles[parameter] + ": " + value + " in channel 1, must be finite";
                assertEquals(fault, layer.get("unchecked"));
                // The other channels are checked.
                assertTrue(((Number) layer.get("shareOfBound")).doubleValue() <= 1);
                recalibrate(with(parameter, 1, value, 2))
                        .assertRefused(
                                "lanewise recalibrate: model: " + folder.resolve("net.onnx") + ": node bn: " + fault);
            }
        }
        assertFalse(Files.exists(folder.resolve("new.onnx")));
    }

    @Test
    void theSumOfVarianceAndEpsilonCounts() throws IOException {
        assertEquals(0, check(epsilon(Nets.base(), 0)).status());
        CommandRun below = check(with(3, 0.5f, -9.9998997e-06f, 1));
        assertEquals(0, below.status(), below.out());
        assertEquals(
                "NEGATIVE_VARIANCE",
                ((Map<?, ?>) ((List<?>) below.layers().getFirst().get("audit")).getFirst()).get("kind"));
        CommandRun written = recalibrate(with(3, 0.5f, -9.9998997e-06f, 1));
        assertEquals(0, written.status(), written.err());
        Files.delete(folder.resolve("new.onnx"));
        assertUnusable(with(3, 1, 1, -1), "variance variance: -1.0 in channel 2", 1e-5f);
        assertUnusable(epsilon(with(3, 0, 1, 1), 0), "variance variance: 0.0 in channel 0", 0);
        for (float epsilon : new float[] {-1e-5f, Float.NaN, Float.POSITIVE_INFINITY}) {
            check(epsilon(Nets.base(), epsilon))
                    .assertRefusedWith("node bn: epsilon: ", "must be 0 or more and finite");
        }
    }

    private void assertUnusable(ModelProto.Builder model, String what, double epsilon) throws IOException {
        String fault = what + ", must be more than 0 and finite with epsilon " + epsilon + " added";
        CommandRun run = check(model);
        assertEquals(1, run.status(), run.err());
        assertEquals(fault, run.layers().getFirst().get("unchecked"));
        recalibrate(model)
                .assertRefused("lanewise recalibrate: model: " + folder.resolve("net.onnx") + ": node bn: " + fault);
        assertFalse(Files.exists(folder.resolve("new.onnx")));
    }

    /** Names come from files: what they have in them does nothing to a terminal or a table. */
    @Test
    void controlCharactersOfNamesArePrintedAsQuestionMarks() throws IOException {
        ModelProto.Builder model = Nets.base();
        model.getGraphBuilder().getNodeBuilder(0).setName("b\n\u001b[31mn");
        CommandRun run = CommandRun.of("check-model", write(model));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("b??[31mn  1x3x4x4"), run.out());
        CommandRun recalibrated = recalibrate(model);
        assertEquals(0, recalibrated.status(), recalibrated.err());
        assertTrue(recalibrated.out().contains("b??[31mn  "), recalibrated.out());
        assertFalse(recalibrated.out().contains("\u001b"), recalibrated.out());
    }

    /** A variance of almost nothing is magnified: the figure stays in its column. */
    @Test
    void hugeRatiosAreShort() throws IOException {
        CommandRun run = recalibrate(epsilon(with(3, 1e-38f, 1, 1), 0));
        assertEquals(0, run.status(), run.err());
        assertTrue(
                run.out()
                        .lines()
                        .filter(line -> line.startsWith("bn "))
                        .findFirst()
                        .orElseThrow()
                        .matches(".* to [0-9.]+e\\+[0-9]+"),
                run.out());
    }
}
