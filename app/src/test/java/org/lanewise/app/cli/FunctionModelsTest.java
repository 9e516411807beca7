package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

/** Layers inside of functions of the model. */
class FunctionModelsTest {
    @TempDir
    private Path folder;

    private static FunctionProto.Builder function(String name, NodeProto... nodes) {
        return FunctionProto.newBuilder()
                .setDomain("local")
                .setName(name)
                .addInput("in")
                .addOutput("out")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
                .addAllNode(List.of(nodes));
    }

    private static NodeProto.Builder call(String function, String output, String... inputs) {
        return Nets.node(function, output, inputs).toBuilder().setDomain("local");
    }

    private static ModelProto.Builder model(GraphProto.Builder graph, FunctionProto.Builder... functions) {
        ModelProto.Builder model = Nets.model(15, graph)
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("local").setVersion(1));
        for (FunctionProto.Builder function : functions) {
            model.addFunctions(function);
        }
        return model;
    }

    /** With its parameters among its inputs, and an epsilon of the caller. */
    private static FunctionProto.Builder norm() {
        NodeProto.Builder layer = Nets.layer("inner", "in", "out").toBuilder()
                .setInput(1, "g")
                .setInput(2, "b")
                .setInput(3, "m")
                .setInput(4, "v")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("epsilon")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setRefAttrName("e"));
        return function("norm", layer.build())
                .addInput("g")
                .addInput("b")
                .addInput("m")
                .addInput("v")
                .addAttributeProto(AttributeProto.newBuilder()
                        .setName("e")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(0.25f));
    }

    private static final String[] ALL = {"x", "gamma", "beta", "mean", "variance"};

    private Path write(ModelProto.Builder model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
    }

    @Test
    void attributesOfTheCallOrTheFunctionsOwnReachTheLayer() throws IOException {
        NodeProto said = call("norm", "a", ALL)
                .setName("one")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("e")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(0.5f))
                .build();
        NodeProto unsaid =
                call("norm", "y", "a", "gamma", "beta", "mean", "variance").build();
        Path file = write(model(Nets.parameters(said, unsaid), norm()));
        List<NormalizationLayer> layers = OnnxModel.read(file).layers();
        assertEquals(
                List.of("one/inner", "y/inner"),
                layers.stream().map(NormalizationLayer::name).toList());
        assertEquals(
                List.of(0.5, 0.25),
                layers.stream().map(NormalizationLayer::epsilon).toList());
        assertArrayEquals(
                SmallModels.doubles(Nets.MEAN), layers.getFirst().mean().values());
        CommandRun run = CommandRun.of("check-model", file, "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(2, run.json().get("layersWithinBound"));
    }

    /** One in a function, one in a function that calls that, one in the graph. */
    @Test
    void nestedCallsAreWalked() throws IOException {
        FunctionProto.Builder outer = function(
                        "outer",
                        Nets.node("Relu", "r", "in"),
                        call("norm", "out", "r", "g", "b", "m", "v").build())
                .addInput("g")
                .addInput("b")
                .addInput("m")
                .addInput("v");
        Path file = write(model(
                Nets.parameters(
                        call("outer", "a", ALL).build(), Nets.node("Abs", "c", "a"), Nets.layer("bn", "c", "y")),
                outer,
                norm()));
        CommandRun run = CommandRun.of("check-model", file, "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(
                List.of("a/norm/inner", "bn"),
                run.layers().stream().map(row -> row.get("name")).toList());
    }

    @Test
    void overloadsAreTold() throws IOException {
        FunctionProto.Builder other =
                function("norm", Nets.node("Relu", "out", "in")).setOverload("other");
        ModelProto.Builder model = model(
                Nets.parameters(
                        call("norm", "a", "x").setOverload("other").build(),
                        call("norm", "y", "a", "gamma", "beta", "mean", "variance")
                                .build()),
                other,
                norm());
        Path out = folder.resolve("new.onnx");
        CommandRun run = CommandRun.of(
                "recalibrate",
                "--preprocess",
                "minus-one-to-one",
                write(model.setIrVersion(10)),
                "--out",
                out,
                "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(1, run.layers().size());
        // What has no layer stays a function.
        assertEquals(
                List.of("other"),
                ModelProto.parseFrom(Files.readAllBytes(out)).getFunctionsList().stream()
                        .map(FunctionProto::getOverload)
                        .toList());
    }

    /** Written is a network whose layers are in its graph: it gives what one without functions gives. */
    @Test
    void recalibratingGivesWhatItGivesWithoutFunctions() throws IOException {
        Path plain = folder.resolve("plain.onnx");
        Path out = folder.resolve("new.onnx");
        CommandRun first =
                CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", write(Nets.base()), "--out", plain);
        assertEquals(0, first.status(), first.err());
        ModelProto.Builder model = model(
                Nets.parameters(call("norm", "y", ALL)
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("e")
                                .setType(AttributeProto.AttributeType.FLOAT)
                                .setF(1e-5f))
                        .build()),
                norm());
        CommandRun run = CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", write(model), "--out", out);
        assertEquals(0, run.status(), run.err());
        NormalizationLayer expected = OnnxModel.read(plain).layers().getFirst();
        NormalizationLayer actual = OnnxModel.read(out).layers().getFirst();
        assertArrayEquals(expected.mean().values(), actual.mean().values());
        assertArrayEquals(expected.variance().values(), actual.variance().values());
        ModelProto written = ModelProto.parseFrom(Files.readAllBytes(out));
        assertEquals(0, written.getFunctionsCount());
        assertEquals(
                List.of("BatchNormalization"),
                written.getGraph().getNodeList().stream()
                        .map(NodeProto::getOpType)
                        .toList());
    }

    /** Constants inside are one set for both calls: of both inputs together, as the layer is one. */
    @Test
    void aFunctionUsedTwiceKeepsOneSetOfStatistics() throws IOException {
        FunctionProto.Builder closed = function(
                "closed",
                Nets.constant("gamma", SmallModels.values("", Nets.GAMMA)),
                Nets.constant("beta", SmallModels.values("", Nets.BETA)),
                Nets.constant("mean", SmallModels.values("", Nets.MEAN)),
                Nets.constant("variance", SmallModels.values("", Nets.VARIANCE)),
                Nets.layer("inner", "in", "out"));
        GraphProto.Builder graph = Nets.parameters(
                call("closed", "a", "x").build(),
                Nets.node("Neg", "n", "x"),
                call("closed", "b", "n").build(),
                Nets.node("Add", "y", "a", "b"));
        Path out = folder.resolve("new.onnx");
        CommandRun run = CommandRun.of(
                "recalibrate", "--preprocess", "minus-one-to-one", write(model(graph, closed)), "--out", out);
        assertEquals(0, run.status(), run.err());
        List<NormalizationLayer> layers = OnnxModel.read(out).layers();
        assertEquals(layers.get(0).mean().tensor(), layers.get(1).mean().tensor());
        // x and -x together.
        for (int c = 0; c < 3; c++) {
            assertEquals(0, layers.getFirst().mean().values()[c], 1e-7);
        }
        assertEquals(0, CommandRun.of("check-model", out).status());
    }

    @Test
    void whatCannotBePutInItsPlaceIsNamed() throws IOException {
        Path file = folder.resolve("net.onnx");
        String name = "lanewise check-model: model: " + file + ": ";
        FunctionProto.Builder old = norm();
        old.getOpsetImportBuilder(0).setVersion(14);
        write(model(Nets.parameters(call("norm", "y", ALL).build()), old));
        CommandRun.of("check-model", file)
                .assertRefused(name
                        + "function norm: opset 14 of ai.onnx, must be 15 as in the model, for it has "
                        + "BatchNormalization");
        FunctionProto.Builder endless = norm().addNode(call("norm", "again", "in"));
        write(model(Nets.parameters(call("norm", "y", ALL).build()), endless));
        CommandRun.of("check-model", file).assertRefused(name + "function norm: calls itself, must not");
        NodeProto choice = Nets.node("If", "y", "c").toBuilder()
                .setName("choice")
                .addAttribute(
                        Nets.attribute("then_branch", GraphProto.newBuilder().addNode(call("norm", "t", ALL))))
                .build();
        write(model(Nets.parameters(choice), norm()));
        CommandRun.of("check-model", file)
                .assertRefused(name
                        + "node t: calls the function norm with BatchNormalization inside of If choice, "
                        + "must be in the main graph");
    }

    /** A layer whose function hands its input on too, in a body with a graph of its own that uses the body's values. */
    @Test
    void nodesInsideDoNotHaveNamesOfNodesOutside() throws IOException {
        NodeProto relu =
                Nets.node("Relu", "a", "x").toBuilder().setName("one/inner").build();
        NodeProto one = call("norm", "y", "a", "gamma", "beta", "mean", "variance")
                .setName("one")
                .build();
        CommandRun run = CommandRun.of("check-model", write(model(Nets.parameters(relu, one), norm())), "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals("one/inner_2", run.layers().getFirst().get("name"));
    }

    @Test
    void namesInsideDoNotMeetNamesOutside() throws IOException {
        GraphProto.Builder branch =
                GraphProto.newBuilder().addNode(Nets.node("Neg", "x", "y")).addOutput(SmallModels.value("x"));
        GraphProto.Builder other =
                GraphProto.newBuilder().addNode(Nets.node("Abs", "z", "y")).addOutput(SmallModels.value("z"));
        FunctionProto.Builder body = function(
                        "body",
                        Nets.node("BatchNormalization", "y", "in", "g", "b", "m", "v"),
                        Nets.constant("c", SmallModels.flagTensor(true)),
                        Nets.node("If", "out", "c").toBuilder()
                                .addAttribute(Nets.attribute("then_branch", branch))
                                .addAttribute(Nets.attribute("else_branch", other))
                                .build())
                .addInput("g")
                .addInput("b")
                .addInput("m")
                .addInput("v")
                .addOutput("in");
        NodeProto first = call("body", "p", ALL).addOutput("q").build();
        GraphProto.Builder graph = Nets.parameters(
                first,
                call("body", "r", "p", "gamma", "beta", "mean", "variance").build(),
                Nets.node("Add", "y", "r", "q"));
        Path file = write(model(graph, body));
        CommandRun run = CommandRun.of("check-model", file, "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(2, run.layers().size());
        Path out = folder.resolve("new.onnx");
        CommandRun written = CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", out);
        assertEquals(0, written.status(), written.err());
        assertTrue(OnnxModel.read(out).layers().size() == 2);
    }
}
