package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.CifarFiles;
import org.lanewise.app.data.IdxFiles;
import org.lanewise.app.file.FullDisk;

class CnnCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void aNetworkThatWasSavedHasTheSameAccuracyAndOutputs() throws IOException {
        CifarFiles.writeAll(folder, 30);
        Path weights = folder.resolve("w.safetensors");
        CommandRun trained = run(train("--json", "--epochs", "2", "--batch-size", "40", "--save", weights.toString()));
        assertEquals(0, trained.status(), trained.err());
        assertEquals("", trained.err());
        Map<String, Object> document = JSON.std.mapFrom(trained.out());
        assertEquals("the CIFAR-10 files in " + folder, document.get("data"));
        assertEquals(150, document.get("trainImages"));
        assertEquals(weights.toString(), document.get("saved"));
        Map<?, ?> with = (Map<?, ?>) ((List<?>) document.get("runs")).getFirst();
        Map<?, ?> layers = (Map<?, ?>) ((Map<?, ?>) ((List<?>) document.get("millisByLayer")).getFirst()).get("layers");
        assertEquals(Set.of("convolution", "batch normalization, ReLU", "max pooling", "linear"), layers.keySet());
        for (String threads : List.of("1", "3")) {
            CommandRun tested =
                    run("eval", "cnn", weights.toString(), "--data", folder.toString(), "--json", "--threads", threads);
            assertEquals(0, tested.status(), tested.err());
            Map<String, Object> evaluation = JSON.std.mapFrom(tested.out());
            assertEquals(document.get("outputs"), evaluation.get("outputs"));
            assertEquals(with.get("testAccuracy"), evaluation.get("testAccuracy"));
            assertEquals(30, evaluation.get("testImages"));
        }
        CommandRun text = run("eval", "cnn", weights.toString(), "--data", folder.toString());
        assertTrue(text.out().contains((String) document.get("outputs")), text.out());
        assertTrue(text.out().matches("(?s).*test accuracy +\\d+\\.\\d\\d %.*"), text.out());
    }

    @Test
    void trainingTellsTheTimeOfEachKindOfLayerAndWhichDataItHad() throws IOException {
        IdxFiles.writeAll(folder, 60, 20);
        CommandRun result = run(train("--epochs", "1", "--batch-size", "30"));
        assertEquals(0, result.status(), result.err());
        assertTrue(
                result.out().startsWith("data      the Fashion-MNIST files in " + folder + ", padded to 3x32x32:"),
                result.out());
        for (String layer : List.of(
                "convolution +\\d+ +\\d+",
                "batch normalization, ReLU +\\d+ +-",
                "max pooling +\\d+ +\\d+",
                "linear +\\d+ +\\d+",
                "ReLU +- +\\d+")) {
            assertEquals(
                    1,
                    result.out()
                            .lines()
                            .filter(line -> line.matches("  " + layer))
                            .count(),
                    layer + result.out());
        }
        assertTrue(Files.exists(folder.resolve("p.png")));
        assertFalse(result.out().contains("Saved"), result.out());
    }

    @Test
    void aNameOfAFileDoesNothingToTheTerminal() throws IOException {
        CifarFiles.writeAll(folder, 2);
        byte[] header = "{\"\\u001b[2J\\nw\":3}".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(
                folder.resolve("w"),
                ByteBuffer.allocate(8 + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .array());
        assertRefused(
                "lanewise eval cnn: weights: " + file
                        + ": ?[2J w: 3, must be an object with dtype, shape and data_offsets",
                "eval",
                "cnn",
                file.toString(),
                "--data",
                folder.toString());
    }

    /** As by an unplugged disk: the results are printed all the same, and the network is in a second place. */
    @Test
    void aFolderThatVanishesDuringTrainingCostsNothing() throws IOException {
        CifarFiles.writeAll(folder, 30);
        Path lost = Files.createDirectory(folder.resolve("lost"));
        Path second = Files.createDirectory(folder.resolve("second"));
        String[] args = {
            "train",
            "cnn",
            "--data",
            folder.toString(),
            "--epochs",
            "1",
            "--save",
            lost.resolve("net").toString(),
            "--picture",
            lost.resolve("p.png").toString()
        };
        CommandRun result = withTemporaryFolder(second, () -> run(lost, args));
        assertEquals(2, result.status());
        List<Path> files = FullDisk.files(second);
        assertEquals(1, files.size());
        Path saved = files.getFirst();
        String why = ": its folder is not there, must be a file that can be written";
        assertEquals(
                List.of(
                        "lanewise train cnn: save: " + lost.resolve("net") + why + "; the network is in " + saved,
                        "lanewise train cnn: picture: " + lost.resolve("p.png") + why),
                result.err().lines().toList());
        assertTrue(result.out().contains("Saved, with batch normalization: " + saved), result.out());
        assertTrue(result.out().lines().toList().getLast().startsWith("With batch normalization: "), result.out());
        CommandRun tested = run("eval", "cnn", saved.toString(), "--data", folder.toString());
        String outputs = "outputs        ";
        String digest = tested.out()
                .lines()
                .filter(line -> line.startsWith(outputs))
                .findFirst()
                .orElseThrow();
        assertTrue(
                result.out().contains("Outputs for the test images: " + digest.substring(outputs.length())),
                result.out());
    }

    private interface Action {
        CommandRun run() throws IOException;
    }

    private static CommandRun withTemporaryFolder(Path folder, Action action) throws IOException {
        String before = System.setProperty("java.io.tmpdir", folder.toString());
        try {
            return action.run();
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    /** Runs a command, and deletes a folder as soon as it prints something: then it trains already. */
    private CommandRun run(Path vanishing, String... args) {
        StringWriter out = new StringWriter() {
            @Override
            public void write(String text, int from, int length) {
                super.write(text, from, length);
                try {
                    Files.deleteIfExists(vanishing);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        StringWriter err = new StringWriter();
        int status = Lanewise.run(new PrintWriter(out, true), new PrintWriter(err, true), folder, args);
        return new CommandRun(status, out.toString(), err.toString());
    }

    @Test
    void badInputIsOneLineAndStatusTwo() throws IOException {
        assertRefused("lanewise eval: network: none, must be cnn (see --help)", "eval");
        assertRefused("lanewise eval cnn: Missing required parameter: 'FILE'", "eval", "cnn");
        assertRefused("lanewise train cnn: epochs: 0, must be 1 to 1000", "train", "cnn", "--epochs", "0");
        assertRefused(
                "lanewise train cnn: data: " + folder + ", must be a folder with the six binary files of CIFAR-10 "
                        + "or the four IDX files of Fashion-MNIST",
                train());
        CifarFiles.writeAll(folder, 2);
        assertRefused(
                "lanewise train cnn: save: " + folder + ", must be a file that can be written (it is a folder)",
                train("--save", folder.toString()));
        Path missing = folder.resolve("missing");
        assertRefused(
                "lanewise eval cnn: weights: " + missing + ": missing, must be a file",
                "eval",
                "cnn",
                missing.toString(),
                "--data",
                folder.toString());
        Path cifar = folder.resolve("test_batch.bin");
        CommandRun result = run("eval", "cnn", cifar.toString(), "--data", folder.toString());
        assertEquals(2, result.status());
        assertEquals(1, result.err().lines().count(), result.err());
        Files.write(cifar, Arrays.copyOf(Files.readAllBytes(cifar), 3000));
        assertRefused(
                "lanewise train cnn: data: " + cifar
                        + ": 3000 bytes, must be a multiple of 3073, from 1 to 100000 images",
                train());
        assertFalse(Files.exists(folder.resolve("p.png")));
    }

    private void assertRefused(String line, String... args) {
        run(args).assertRefused(line);
    }

    private String[] train(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                "cnn",
                "--data",
                folder.toString(),
                "--picture",
                folder.resolve("p.png").toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private CommandRun run(String... args) {
        return CommandRun.in(folder, args);
    }
}
