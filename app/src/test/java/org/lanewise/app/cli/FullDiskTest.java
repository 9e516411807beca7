package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.Main;
import org.lanewise.app.data.IdxFiles;
import org.lanewise.app.file.FullDisk;

/**
 * What the commands do where no file can have more than 8 KiB. The system then refuses writes in the middle, as on a
 * full disk, and tells another reason. A file can be created, so that the commands begin.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class FullDiskTest {
    private static final String REASON = ": File too large, must be a file that can be written";

    /** What a command left behind. */
    private record Result(int status, String out, List<String> err) {}

    @TempDir
    private Path folder;

    @Test
    void aTrainingTellsItsResultsAllTheSame() throws Exception {
        Path data = data();
        Path old = Files.writeString(folder.resolve("net"), "old");
        Path picture = folder.resolve("p.png");
        Result result = run(
                "train",
                "cnn",
                "--data",
                data.toString(),
                "--epochs",
                "1",
                "--save",
                old.toString(),
                "--picture",
                picture.toString(),
                "--json");
        assertEquals(2, result.status);
        assertEquals(
                List.of(
                        "lanewise train cnn: save: " + old + REASON + "; the network is lost: neither could it be "
                                + "written to " + folder.resolve("temporary") + " nor to " + folder.resolve("work"),
                        "lanewise train cnn: picture: " + picture + REASON),
                result.err);
        Map<String, Object> document = JSON.std.mapFrom(result.out);
        assertEquals(2, ((List<?>) document.get("runs")).size());
        assertTrue(document.containsKey("saved") && document.get("saved") == null, result.out);
        assertTrue(document.containsKey("picture") && document.get("picture") == null, result.out);
        assertEquals("old", Files.readString(old));
        assertNothingElse(old);
    }

    @Test
    void anExperimentTellsItsVerdictsAllTheSame() throws Exception {
        Path data = data();
        Path out = folder.resolve("out");
        List<String> command = List.of(
                "experiment",
                "--data",
                data.toString(),
                "--out",
                out.toString(),
                "--width",
                "2",
                "--steps",
                "10",
                "--seeds",
                "1",
                "--learning-rates",
                "0.1");
        String line = "lanewise experiment: out: " + out.resolve("losses.png") + REASON;
        Result result = refused(line, command);
        assertTrue(
                result.out.contains("It ")
                        && result.out.lines().toList().getLast().startsWith("Time: "),
                result.out);
        assertNothingElse();
        // In a folder that is there: what is in it stays.
        Path old = Files.writeString(Files.createDirectory(out).resolve("index.html"), "old");
        result = refused(line, command, "--json");
        Map<String, Object> document = JSON.std.mapFrom(result.out);
        assertEquals(7, ((List<?>) document.get("claims")).size());
        assertTrue(document.containsKey("page") && document.get("page") == null, result.out);
        assertEquals("old", Files.readString(old));
        assertEquals(List.of(old), FullDisk.files(out));
        assertNothingElse(out);
    }

    @Test
    void aComparisonOfEstimatesTellsThemAllTheSame() throws Exception {
        Path picture = folder.resolve("p.png");
        List<String> command = List.of(
                "experiment",
                "population",
                "--data",
                data().toString(),
                "--picture",
                picture.toString(),
                "--width",
                "2",
                "--epochs",
                "1",
                "--seeds",
                "1",
                "--batch-sizes",
                "4");
        String line = "lanewise experiment population: picture: " + picture + REASON;
        Result result = refused(line, command);
        assertTrue(result.out.contains("merged moments") && !result.out.contains("Picture: "), result.out);
        result = refused(line, command, "--json");
        Map<String, Object> document = JSON.std.mapFrom(result.out);
        assertTrue(document.containsKey("picture") && document.get("picture") == null, result.out);
        assertNothingElse();
    }

    @Test
    void resultsThatCannotBePrintedAreNotSilentlyLost() throws Exception {
        Path out = folder.resolve("out.json");
        Path data = data();
        Process process = process(
                ProcessBuilder.Redirect.to(out.toFile()),
                "experiment",
                "--data",
                data.toString(),
                "--out",
                data.resolve("page").toString(),
                "--width",
                "2",
                "--steps",
                "10",
                "--seeds",
                "1",
                "--learning-rates",
                "0.1",
                "--json");
        List<String> err = lines(process);
        assertEquals("lanewise: output: File too large, must be where all results can be written", err.getLast());
        assertEquals(2, process.waitFor());
        // As with "| head -1": who reads no more knows that there is more.
        process = process(ProcessBuilder.Redirect.PIPE, "info");
        process.getInputStream().close();
        assertEquals(List.of(), lines(process));
        assertEquals(0, process.waitFor());
    }

    private Path data() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        IdxFiles.writeAll(data, 200, 30);
        Files.createDirectory(folder.resolve("temporary"));
        Files.createDirectory(folder.resolve("work"));
        return data;
    }

    private void assertNothingElse(Path... more) throws IOException {
        List<Path> expected = new ArrayList<>(List.of(more));
        expected.addAll(List.of(folder.resolve("data"), folder.resolve("temporary"), folder.resolve("work")));
        assertEquals(expected.stream().sorted().toList(), FullDisk.files(folder));
        assertEquals(List.of(), FullDisk.files(folder.resolve("temporary")));
        assertEquals(List.of(), FullDisk.files(folder.resolve("work")));
    }

    private Result refused(String line, List<String> command, String... more) throws IOException, InterruptedException {
        Result result = run(Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new));
        assertEquals(2, result.status);
        assertEquals(List.of(line), result.err);
        return result;
    }

    private Result run(String... args) throws IOException, InterruptedException {
        Process process = process(ProcessBuilder.Redirect.PIPE, args);
        List<String> lines = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> lines.addAll(lines(process)));
        String out = new String(process.getInputStream().readAllBytes());
        reader.join();
        return new Result(process.waitFor(), out, lines);
    }

    private Process process(ProcessBuilder.Redirect out, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "ulimit -f 8 && exec \"$@\"",
                "sh",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:-UsePerfData",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder.resolve("temporary"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .directory(folder.resolve("work").toFile())
                .redirectOutput(out)
                .start();
    }

    /** What it writes to the standard error, but for the JVM's own line, until its end. */
    private static List<String> lines(Process process) {
        return process.errorReader()
                .lines()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .toList();
    }
}
