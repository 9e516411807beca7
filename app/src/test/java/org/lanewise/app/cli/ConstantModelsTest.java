package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

/** Parameters that are constant without being initializers, and those that several nodes use. */
class ConstantModelsTest {
    @TempDir
    private Path folder;

    private Path write(ModelProto.Builder model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
    }

    private CommandRun recalibrate(Path file, Path out) {
        return CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", out);
    }

    private static Set<String> operators(Path file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .collect(Collectors.toSet());
    }

    /** The base's parameters, but by other ways: what is computed is what ONNX Runtime computes. */
    private static ModelProto.Builder computed() {
        GraphProto.Builder graph = Nets.parameters(
                Nets.node("Identity", "g1", "gamma"),
                Nets.node("Identity", "g", "g1"),
                Nets.node("Cast", "b", "beta64").toBuilder()
                        .addAttribute(SmallModels.number("to", 1))
                        .build(),
                Nets.node("Mul", "m", "mean", "two"),
                Nets.node("Reshape", "v", "variance", "sizes"),
                Nets.node("BatchNormalization", "y", "x", "g", "b", "m", "v"));
        return Nets.model(
                15,
                graph.addInitializer(TensorProto.newBuilder()
                                .setName("beta64")
                                .setDataType(11)
                                .addDims(3)
                                .addDoubleData(0.1)
                                .addDoubleData(0.2)
                                .addDoubleData(-0.3))
                        .addInitializer(SmallModels.values("two", 2))
                        .addInitializer(SmallModels.sizes("sizes", 3)));
    }

    @Test
    void whateverFollowsFromConstantsIsOne() throws IOException {
        Path file = write(computed());
        NormalizationLayer layer = OnnxModel.read(file).layers().getFirst();
        assertArrayEquals(SmallModels.doubles(Nets.GAMMA), layer.gamma().values());
        assertArrayEquals(new double[] {0.1f, 0.2f, -0.3f}, layer.beta().values());
        assertArrayEquals(new double[] {0.1f, -0.2f, 0.4f}, layer.mean().values());
        assertArrayEquals(SmallModels.doubles(Nets.VARIANCE), layer.variance().values());
        CommandRun check = CommandRun.of("check-model", file, "--json");
        assertEquals(0, check.status(), check.err());
        assertTrue(((Number) check.layers().getFirst().get("apartUlps")).doubleValue() < 100);
    }

    /** New statistics are initializers; the nodes that computed the old are gone, those of gamma and beta stay. */
    @Test
    void recalibratedOnesAreInitializers() throws IOException {
        Path out = folder.resolve("new.onnx");
        CommandRun run = recalibrate(write(computed()), out);
        assertEquals(0, run.status(), run.err());
        assertEquals(Set.of("Identity", "Cast", "BatchNormalization"), operators(out));
        GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(out)).getGraph();
        assertEquals(
                Set.of("gamma", "beta", "beta64", "m_recalibrated", "v_recalibrated"),
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet()));
        Path plain = folder.resolve("plain.onnx");
        assertEquals(0, recalibrate(write(Nets.base()), plain).status());
        assertArrayEquals(
                OnnxModel.read(plain).layers().getFirst().mean().values(),
                OnnxModel.read(out).layers().getFirst().mean().values());
        assertEquals(0, CommandRun.of("check-model", out).status());
    }

    /** As in ONNX's own light models: each parameter by ConstantOfShape. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8})
    void oldFilesListInitializersAsInputs(int irVersion) throws IOException {
        NodeProto.Builder filled = Nets.node("ConstantOfShape", "filled", "sizes").toBuilder()
                .addAttribute(Nets.attribute("value", SmallModels.values("", 0.5f)));
        GraphProto.Builder graph = Nets.parameters(
                        filled.build(), Nets.node("BatchNormalization", "y", "x", "gamma", "beta", "mean", "filled"))
                .removeInitializer(3)
                .addInitializer(SmallModels.sizes("sizes", 3));
        graph.addInput(SmallModels.value("gamma", 3))
                .addInput(SmallModels.value("beta", 3))
                .addInput(SmallModels.value("mean", 3))
                .addInput(Nets.value("sizes", TensorProto.DataType.INT64, 1));
        Path file = write(Nets.model(15, graph).setIrVersion(irVersion));
        assertArrayEquals(
                new double[] {0.5, 0.5, 0.5},
                OnnxModel.read(file).layers().getFirst().variance().values());
        Path out = folder.resolve("new.onnx");
        assertEquals(0, recalibrate(file, out).status());
        GraphProto written = ModelProto.parseFrom(Files.readAllBytes(out)).getGraph();
        List<String> inputs =
                written.getInputList().stream().map(input -> input.getName()).toList();
        assertEquals(
                irVersion < 4
                        ? List.of("x", "gamma", "beta", "mean", "filled_recalibrated")
                        : List.of("x", "gamma", "beta", "mean"),
                inputs);
        assertEquals("x", OnnxModel.read(out).inputs().getFirst().name());
    }

    @Test
    void whatIsRandomOrFedIsNone() throws IOException {
        Path file = folder.resolve("net.onnx");
        NodeProto random = NodeProto.newBuilder()
                .setOpType("RandomNormal")
                .addOutput("r")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("shape")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(3))
                .build();
        for (NodeProto node : List.of(random, Nets.node("GlobalAveragePool", "r", "x"))) {
            write(Nets.model(
                    15,
                    Nets.parameters(
                            node,
                            Nets.node("Abs", "v", "r"),
                            Nets.node("BatchNormalization", "y", "x", "gamma", "beta", "mean", "v").toBuilder()
                                    .setName("bn")
                                    .build())));
            CommandRun.of("check-model", file)
                    .assertRefused("lanewise check-model: model: " + file
                            + ": node bn: variance v: computed from the network's input or at random, must "
                            + "be constant");
        }
    }

    @Test
    void whatOnnxRuntimeCannotComputeIsNamed() throws IOException {
        Path file = write(Nets.model(
                15,
                Nets.parameters(
                        Nets.node("Nonsense", "v", "variance"),
                        Nets.node("BatchNormalization", "y", "x", "gamma", "beta", "mean", "v").toBuilder()
                                .setName("bn")
                                .build())));
        CommandRun.of("check-model", file).assertRefusedWith("model: " + file + ": ", "Nonsense");
    }

    /** Both tensors are the same in two layers: one set of statistics, of both inputs. */
    @Test
    void layersThatShareStatisticsGetThoseOfBothInputs() throws IOException {
        GraphProto.Builder graph = Nets.parameters(
                Nets.layer("one", "x", "a"),
                Nets.node("Neg", "n", "x"),
                Nets.layer("other", "n", "b"),
                Nets.node("Add", "y", "a", "b"));
        Path out = folder.resolve("new.onnx");
        CommandRun run = CommandRun.of(
                "recalibrate",
                "--preprocess",
                "minus-one-to-one",
                write(Nets.model(15, graph)),
                "--out",
                out,
                "--json");
        assertEquals(0, run.status(), run.err());
        // 32 pictures of 16 positions, and their negatives.
        assertEquals(
                List.of(1024, 1024),
                run.layers().stream().map(row -> row.get("elements")).toList());
        List<NormalizationLayer> layers = OnnxModel.read(out).layers();
        Path plain = folder.resolve("plain.onnx");
        assertEquals(0, recalibrate(write(Nets.base()), plain).status());
        NormalizationLayer single = OnnxModel.read(plain).layers().getFirst();
        for (int c = 0; c < 3; c++) {
            // The mean of x and -x is 0, the variance that of x and its mean's square.
            double mean = single.mean().values()[c];
            assertEquals(0, layers.get(0).mean().values()[c], 1e-7);
            assertEquals(
                    single.variance().values()[c] + mean * mean,
                    layers.get(1).variance().values()[c],
                    1e-6);
        }
        assertEquals(
                List.of("mean", "mean"),
                layers.stream().map(layer -> layer.mean().tensor()).toList());
    }

    /**
     * The second is fed by the first: it is measured behind the first's own moments, so that a second time changes
     * nothing.
     */
    @Test
    void recalibratingSharedStatisticsTwiceChangesNothing() throws IOException {
        GraphProto.Builder graph = Nets.parameters(
                        Nets.layer("one", "x", "a"), Nets.node("Relu", "r", "a"),
                        Nets.node("BatchNormalization", "b", "r", "gamma", "beta", "m2", "v2"),
                                Nets.layer("other", "b", "y"))
                .addInitializer(SmallModels.values("m2", Nets.MEAN))
                .addInitializer(SmallModels.values("v2", Nets.VARIANCE));
        Path once = folder.resolve("once.onnx");
        Path twice = folder.resolve("twice.onnx");
        assertEquals(0, recalibrate(write(Nets.model(15, graph)), once).status());
        assertEquals(0, recalibrate(once, twice).status());
        assertArrayEquals(Files.readAllBytes(once), Files.readAllBytes(twice));
    }

    /** What others use as something else keeps its values for them. */
    @Test
    void statisticsThatAreNotTheLayersAloneGetNewNames() throws IOException {
        GraphProto.Builder graph = Nets.parameters(
                        Nets.node("BatchNormalization", "a", "x", "gamma", "mean", "mean", "variance"),
                        Nets.node("BatchNormalization", "y", "a", "gamma", "beta", "mean", "variance2"))
                .addInitializer(SmallModels.values("variance2", Nets.VARIANCE))
                .addOutput(SmallModels.value("variance", 3));
        Path out = folder.resolve("new.onnx");
        CommandRun run = recalibrate(write(Nets.model(15, graph)), out);
        assertEquals(0, run.status(), run.err());
        GraphProto written = ModelProto.parseFrom(Files.readAllBytes(out)).getGraph();
        assertEquals(
                List.of("x", "gamma", "mean", "mean_recalibrated", "variance_recalibrated"),
                written.getNode(0).getInputList());
        assertEquals(
                List.of("a", "gamma", "beta", "mean_recalibrated_2", "variance2"),
                written.getNode(1).getInputList());
        assertTrue(Nets.holds(written.getInitializer(2), Nets.MEAN));
        assertTrue(Nets.holds(written.getInitializer(3), Nets.VARIANCE));
        assertFalse(Nets.holds(written.getInitializer(4), Nets.VARIANCE));
    }
}
