package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.DataException;
import org.lanewise.app.onnx.Nets;
import org.lanewise.app.onnx.NormalizationLayer;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.testkit.onnx.OnnxFloats;

/** Models whose tensors lie in other files: beside the model, wherever the command was started. */
class ExternalDataTest {
    /** Where tests are started has another file of that name, with other numbers. */
    private static final Path TRAP = Path.of("lanewise-test-ext.bin");

    private static final String LOCATION = TRAP.toString();

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void write() throws IOException {
        data = Files.write(folder.resolve(LOCATION), Nets.bytes(0.05f, -0.1f, 0.2f, 0.5f, 2, 1, 7, 7, 7));
        Files.write(TRAP, Nets.bytes(1e6f, 1e6f, 1e6f, 1e-6f, 1e-6f, 1e-6f, 0, 0, 0));
    }

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(TRAP);
    }

    /** x, bn, plus a constant: mean, variance and the constant are external. */
    private static ModelProto.Builder external() {
        GraphProto.Builder graph = Nets.parameters(
                Nets.layer("bn", "x", "a"), Nets.node("Mul", "b", "a", "k"), Nets.layer("second", "b", "y"));
        graph.setInitializer(2, Nets.external("mean", LOCATION, 0))
                .setInitializer(3, Nets.external("variance", LOCATION, 12));
        TensorProto.Builder k = Nets.external("k", LOCATION, 24).toBuilder()
                .clearDims()
                .addDims(3)
                .addDims(1)
                .addDims(1);
        return Nets.model(15, graph.addInitializer(k));
    }

    private Path write(ModelProto.Builder model) throws IOException {
        return Files.write(folder.resolve("net.onnx"), model.build().toByteArray());
    }

    private static ModelProto parse(Path file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file));
    }

    @Test
    void dataAreReadBesideTheModel() throws IOException {
        Path file = write(external());
        NormalizationLayer layer = OnnxModel.read(file).layers().getFirst();
        assertArrayEquals(new double[] {0.05f, -0.1f, 0.2f}, layer.mean().values());
        assertArrayEquals(new double[] {0.5, 2, 1}, layer.variance().values());
        CommandRun check = CommandRun.of("check-model", file, "--json");
        assertEquals(0, check.status(), check.err());
        // ONNX Runtime had the same numbers.
        for (Map<String, Object> row : check.layers()) {
            assertTrue(((Number) row.get("apartUlps")).doubleValue() < 100, row.toString());
        }
    }

    @Test
    void newStatisticsAreInTheModelAndTheRestOfTheDataGoesAlong() throws IOException {
        Path file = write(external());
        byte[] before = Files.readAllBytes(data);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path out = elsewhere.resolve("new.onnx");
        CommandRun run = CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", out);
        assertEquals(0, run.status(), run.err());
        assertEquals(List.of(LOCATION, "new.onnx"), names(elsewhere));
        assertArrayEquals(before, Files.readAllBytes(elsewhere.resolve(LOCATION)));
        GraphProto graph = parse(out).getGraph();
        assertEquals(
                List.of("gamma", "beta", "mean", "variance", "k"),
                graph.getInitializerList().stream().map(TensorProto::getName).toList());
        assertEquals(TensorProto.DataLocation.EXTERNAL, graph.getInitializer(4).getDataLocation());
        assertFalse(Nets.holds(graph.getInitializer(2), Nets.MEAN));
        // The same in the model's own folder, whose data stay as they are.
        Path beside = folder.resolve("new.onnx");
        assertEquals(
                0,
                CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", beside)
                        .status());
        assertArrayEquals(Files.readAllBytes(out), Files.readAllBytes(beside));
        assertArrayEquals(before, Files.readAllBytes(data));
        // And with the statistics of embedded data.
        ModelProto.Builder inside = external();
        inside.getGraphBuilder()
                .setInitializer(2, Nets.base().getGraph().getInitializer(2))
                .setInitializer(3, Nets.base().getGraph().getInitializer(3));
        Path third = folder.resolve("third.onnx");
        assertEquals(
                0,
                CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", write(inside), "--out", third)
                        .status());
        GraphProto same = parse(third).getGraph();
        for (int i = 2; i < 4; i++) {
            assertTrue(Nets.holds(graph.getInitializer(i), OnnxFloats.get(same.getInitializer(i))));
        }
    }

    @Test
    void noOtherFileIsReplacedByData() throws IOException {
        Path file = write(external());
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path out = elsewhere.resolve("new.onnx");
        Path other = Files.writeString(elsewhere.resolve(LOCATION), "other");
        CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", out)
                .assertRefused("lanewise recalibrate: out: " + out + ": the network's data go to " + other
                        + " beside it, where another file is, must be none or the same");
        assertEquals(List.of(LOCATION), names(elsewhere));
        Files.copy(data, other, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(
                0,
                CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", out)
                        .status());
        CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", data)
                .assertRefused("lanewise recalibrate: out: " + data
                        + ": the place of the network's data, must be another file");
        Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), out);
        CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", link)
                .assertRefusedWith("out: " + link + ": a link, must be no link");
    }

    @Test
    void dataInFoldersBelowKeepTheirPlaces() throws IOException {
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.move(data, below.resolve("w.bin"));
        ModelProto.Builder model = external();
        for (int i = 2; i < 5; i++) {
            model.getGraphBuilder()
                    .getInitializerBuilder(i)
                    .getExternalDataBuilder(0)
                    .setValue("a/b/w.bin");
        }
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        CommandRun run = CommandRun.of(
                "recalibrate",
                "--preprocess",
                "minus-one-to-one",
                write(model),
                "--out",
                elsewhere.resolve("new.onnx"));
        assertEquals(0, run.status(), run.err());
        assertTrue(Files.isRegularFile(elsewhere.resolve("a/b/w.bin")));
    }

    @Test
    void nothingIsLeftIfTheNewFileIsNotTaken() throws IOException {
        ModelProto.Builder model = external();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        OnnxModel read = OnnxModel.read(write(model));
        Path out = elsewhere.resolve("new.onnx");
        DataException refused = assertThrows(
                DataException.class,
                () -> read.write(out, file -> {
                    // It is loaded where its data are.
                    assertEquals(elsewhere, file.getParent());
                    assertTrue(Files.exists(elsewhere.resolve(LOCATION)));
                    assertFalse(Files.exists(out));
                    throw new DataException("no");
                }));
        assertEquals("no", refused.getMessage());
        assertEquals(List.of(), names(elsewhere));
    }

    @Test
    void dataOutsideOfTheFolderAreRefused() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("models"));
        Path file = outside.resolve("net.onnx");
        Files.createSymbolicLink(outside.resolve("link.bin"), data);
        for (String location : List.of("../" + LOCATION, data.toString(), "", "a/../../" + LOCATION)) {
            assertRefused(file, location, "must be a path below the model's folder");
        }
        assertRefused(
                file, "link.bin", "leads by a link to " + data.toRealPath() + ", must stay in the model's folder");
        assertRefused(file, LOCATION, "must be a file in the model's folder " + outside);
        assertRefused(file, "*/_ORT_MEM_ADDR_/*", "must be a file in the model's folder " + outside);
    }

    private void assertRefused(Path file, String location, String what) throws IOException {
        ModelProto.Builder model = external();
        model.getGraphBuilder()
                .getInitializerBuilder(3)
                .getExternalDataBuilder(0)
                .setValue(location);
        model.getGraphBuilder()
                .setInitializer(2, Nets.base().getGraph().getInitializer(2))
                .removeInitializer(4);
        Files.write(file, model.build().toByteArray());
        for (Object[] command : new Object[][] {
            {"check-model", file},
            {"recalibrate", "--preprocess", "minus-one-to-one", file, "--out", folder.resolve("new.onnx")}
        }) {
            CommandRun.of(command)
                    .assertRefused("lanewise " + command[0] + ": model: " + file
                            + ": tensor variance: location " + location
                            + ", " + what);
        }
        assertFalse(Files.exists(folder.resolve("new.onnx")));
    }

    @Test
    void bytesBeyondTheFileAreRefused() throws IOException {
        for (String[] wrong : new String[][] {
            {"offset", "28", "offset 28 and length 12, must be within the file's 36 bytes"},
            {
                "offset",
                "9223372036854775807",
                "offset 9223372036854775807 and length 12, must be within the file's 36 bytes"
            },
            {"offset", "-4", "offset -4, must be 0 or more"},
            {"offset", "x", "offset x, must be a number of bytes"},
            {"length", "16", "length 16, must be 12 as its sizes say"}
        }) {
            ModelProto.Builder model = external();
            TensorProto.Builder tensor = model.getGraphBuilder().getInitializerBuilder(4);
            tensor.addExternalData(
                    StringStringEntryProto.newBuilder().setKey(wrong[0]).setValue(wrong[1]));
            Path file = write(model);
            CommandRun.of("check-model", file)
                    .assertRefused("lanewise check-model: model: " + file + ": tensor k: location " + LOCATION + ", "
                            + wrong[2]);
        }
    }

    /** In a Constant, in the branch of an If, and in a function. */
    @Test
    void tensorsInsideOfNodesCountToo() throws IOException {
        TensorProto lost = Nets.external("", "lost.bin", 0);
        ModelProto.Builder constant = Nets.base();
        constant.getGraphBuilder().addNode(Nets.constant("inner", lost));
        ModelProto.Builder branch = Nets.base();
        branch.getGraphBuilder()
                .addNode(Nets.node("If", "z", "c").toBuilder()
                        .addAttribute(Nets.attribute(
                                "then_branch", GraphProto.newBuilder().addNode(Nets.constant("inner", lost)))));
        ModelProto.Builder function = Nets.base();
        function.addFunctionsBuilder().setName("f").setDomain("local").addNode(Nets.constant("inner", lost));
        for (ModelProto.Builder model : List.of(constant, branch, function)) {
            Path file = write(model);
            CommandRun.of("check-model", file)
                    .assertRefused("lanewise check-model: model: " + file
                            + ": tensor inner: location lost.bin, must be a file in the model's folder " + folder);
        }
        // And are found where they are right.
        ModelProto.Builder right = external();
        right.getGraphBuilder().removeInitializer(2).addNode(0, Nets.constant("mean", Nets.external("", LOCATION, 0)));
        Path file = write(right);
        assertArrayEquals(
                new double[] {0.05f, -0.1f, 0.2f},
                OnnxModel.read(file).layers().getFirst().mean().values());
        Path out = folder.resolve("new.onnx");
        assertEquals(
                0,
                CommandRun.of("recalibrate", "--preprocess", "minus-one-to-one", file, "--out", out)
                        .status());
        assertFalse(parse(out).getGraph().getNode(0).getAttribute(0).getT().hasDataLocation());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
