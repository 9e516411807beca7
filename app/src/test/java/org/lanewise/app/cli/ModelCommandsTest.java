package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.image.DrawnText;
import org.lanewise.app.model.Orientation;
import org.lanewise.app.onnx.OnnxModel;
import org.lanewise.app.onnx.SmallModels;

class ModelCommandsTest {
    @TempDir
    private Path folder;

    private Path model(long... sizes) throws IOException {
        return Files.write(
                folder.resolve("small.onnx"), SmallModels.of(15, sizes).build().toByteArray());
    }

    private Path picture(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(DrawnText.of(name), "png", file.toFile());
        return file;
    }

    @Test
    void aCheckTellsErrorsTimesAndFindingsOfEachLayer() throws IOException {
        Path model = model(0, 3, 4, 5);
        Path image = picture(folder, "picture.png");
        CommandRun result =
                run("check-model", model.toString(), "--image", image.toString(), "--json", "--threads", "2");
        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        Map<String, Object> document = JSON.std.mapFrom(result.out());
        assertEquals(model + " (2 BatchNormalization layers)", document.get("model"));
        assertEquals(image + ", as 1x3x4x5", document.get("input"));
        assertEquals(2, document.get("layersWithinBound"));
        assertEquals(2, document.get("threads"));
        assertEquals(List.of(), document.get("answers"));
        List<?> layers = (List<?>) document.get("layers");
        assertEquals(2, layers.size());
        for (Object entry : layers) {
            Map<?, ?> layer = (Map<?, ?>) entry;
            assertEquals("1x3x4x5", layer.get("shape"));
            assertEquals(true, layer.get("withinBound"));
            for (String number : List.of("ulps", "peerUlps", "apartUlps", "shareOfBound", "micros", "peerMicros")) {
                assertTrue(((Number) layer.get(number)).doubleValue() >= 0, number);
            }
            assertTrue(((Number) layer.get("micros")).doubleValue() > 0);
            assertEquals(List.of(), layer.get("audit"));
        }
        assertEquals("first", ((Map<?, ?>) layers.getFirst()).get("name"));
    }

    @Test
    void aCheckAsTextHasALinePerLayer() throws IOException {
        CommandRun result = run("check-model", model(2, 3, 0).toString(), "--shape", "2x3x7");
        assertEquals(0, result.status(), result.err());
        assertTrue(
                result.out().contains("input    numbers of the normal distribution, seed 1, as 2x3x7"), result.out());
        for (String layer : List.of("first", "second")) {
            assertEquals(
                    1,
                    result.out()
                            .lines()
                            .filter(line -> line.matches(
                                    layer + " +2x3x7( +\\d+\\.\\d\\d){3} +0\\.\\d\\d( +\\d+\\.\\d){2}  clean"))
                            .count(),
                    result.out());
        }
        assertTrue(result.out().contains("2 of 2 layers within the derived bound"), result.out());
    }

    @Test
    void aRecalibratedNetworkIsWrittenWhole() throws IOException {
        Path model = model(0, 3, 4, 5);
        byte[] before = Files.readAllBytes(model);
        Path images = Files.createDirectory(folder.resolve("images"));
        picture(images, "one.png");
        picture(images, "two.png");
        Path out = folder.resolve("new.onnx");
        CommandRun result = run(
                "recalibrate",
                model.toString(),
                "--images",
                images.toString(),
                "--out",
                out.toString(),
                "--json",
                "--preprocess",
                "zero-to-one");
        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        Map<String, Object> document = JSON.std.mapFrom(result.out());
        assertEquals("2 pictures in " + images + ", as 1x3x4x5", document.get("data"));
        assertEquals(out.toString(), document.get("saved"));
        assertFalse(document.containsKey("before"));
        Map<?, ?> layer = (Map<?, ?>) ((List<?>) document.get("layers")).getFirst();
        assertEquals(40, layer.get("elements"));
        assertTrue(((Number) layer.get("meanShift")).doubleValue() > 0);
        assertArrayEquals(before, Files.readAllBytes(model));
        OnnxModel written = OnnxModel.read(out);
        assertTrue(written.isButForStatistics(OnnxModel.read(model)));
        assertFalse(Arrays.equals(before, written.toByteArray()));
        assertEquals(List.of("images", "new.onnx", "small.onnx"), names());
        // Onto a file that is there: it is replaced.
        CommandRun text = run("recalibrate", model.toString(), "--out", out.toString(), "--preprocess", "raw");
        assertEquals(0, text.status(), text.err());
        assertTrue(text.out().contains("32 texts of different looks, drawn, seed 1, as 1x3x4x5"), text.out());
        assertTrue(
                text.out()
                        .lines()
                        .anyMatch(
                                line -> line.matches("second +3 +640 +\\d+\\.\\d{3}  \\d+\\.\\d{3} to \\d+\\.\\d{3}")),
                text.out());
    }

    @Test
    void theOrientationNetworkTellsItsAnswersBeforeAndAfter() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        picture(images, "station.png");
        Path out = folder.resolve("new.onnx");
        CommandRun result = run("recalibrate", "--images", images.toString(), "--out", out.toString());
        assertEquals(0, result.status(), result.err());
        assertTrue(
                result.out()
                        .lines()
                        .anyMatch(line -> line.matches("answers before: 2 of 2 right, (99\\.\\d\\d|100\\.00) % .*")),
                result.out());
        assertTrue(
                result.out().lines().anyMatch(line -> line.matches("answers after:  [012] of 2 right, .*")),
                result.out());
        assertTrue(result.out().contains("1 picture in " + images + ", each upright"), result.out());
        assertTrue(Orientation.is(OnnxModel.read(out)));
    }

    @Test
    void badInputIsOneLineAndStatusTwoAndWritesNothing() throws IOException {
        Path good = model(0, 3, 4, 5);
        Path note = Files.writeString(folder.resolve("note.onnx"), "no model");
        Path cut = Files.write(
                folder.resolve("cut.onnx"), Arrays.copyOf(Orientation.network().toByteArray(), 100_000));
        Path open = Files.write(
                folder.resolve("open.onnx"), SmallModels.of(15, 0, 3, 0).build().toByteArray());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path missing = folder.resolve("missing");
        List<String> names = names();
        Path out = folder.resolve("new.onnx");
        for (String[] command : new String[][] {{"check-model"}, {"recalibrate", "--out", out.toString()}}) {
            String name = "lanewise " + command[0] + ": ";
            assertRefused(name + "model: " + missing + ": missing, must be an ONNX file", command, missing.toString());
            assertRefused(name + "model: " + note + ": something else, must be an ONNX file", command, note.toString());
            assertRefused(
                    name + "model: " + cut + ": damaged or cut off after 100000 bytes, must be a whole ONNX file",
                    command,
                    cut.toString());
            assertRefused(
                    name + "shape: none, must be given for the input x of ?x3x? "
                            + "(--shape, or --shape x=... where there are several inputs)",
                    command,
                    open.toString());
            assertRefused(
                    name + "shape: 1x3xmany, must be numbers with an x between them, as in 1x3x224x224",
                    command,
                    open.toString(),
                    "--shape",
                    "1x3xmany");
            assertRefused(
                    name + "shape: 1x4x5, must be sizes above 0 that fit the input ?x3x?",
                    command,
                    open.toString(),
                    "--shape",
                    "1x4x5");
            assertRefused(
                    name + "shape: given, must be left out for the text-orientation network, which takes 2x3x48x192",
                    command,
                    "--shape",
                    "1x3x48x192");
            assertRefused(name + "threads: 0, must be 1 to 1024", command, "--threads", "0");
        }
        String[] check = {"check-model", good.toString()};
        assertRefusedBeginning(
                "lanewise check-model: image: " + note + ", must be an image: ", check, "--image", note.toString());
        String[] recalibrate = {"recalibrate", good.toString(), "--out", out.toString(), "--preprocess", "raw"};
        assertRefusedBeginning(
                "lanewise recalibrate: images: " + empty + ", must be a folder with images: ",
                recalibrate,
                "--images",
                empty.toString());
        Files.writeString(empty.resolve("a.png"), "no picture");
        assertRefusedBeginning(
                "lanewise recalibrate: image: " + empty.resolve("a.png") + ", must be an image: ",
                recalibrate,
                "--images",
                empty.toString());
        Path same = folder.resolve("empty").resolve("..").resolve("small.onnx");
        assertRefused(
                "lanewise recalibrate: out: " + same + ", must be another file than the network's",
                new String[] {"recalibrate", good.toString(), "--out", same.toString()});
        assertRefused(
                "lanewise recalibrate: out: " + folder + ", must be a file that can be written (it is a folder)",
                new String[] {"recalibrate", "--out", folder.toString()});
        assertRefused("lanewise recalibrate: Missing required option: '--out=NEW'", new String[] {"recalibrate"});
        assertEquals(names, names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertRefused(String line, String[] command, String... more) {
        run(all(command, more)).assertRefused(line);
    }

    private void assertRefusedBeginning(String begin, String[] command, String... more) {
        CommandRun result = run(all(command, more));
        assertEquals(2, result.status());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith(begin) && result.err().lines().count() == 1, result.err());
    }

    private static String[] all(String[] command, String... more) {
        return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private CommandRun run(String... args) {
        return CommandRun.in(folder, args);
    }
}
