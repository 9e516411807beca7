package org.lanewise.app.fingerprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.Main;

/** The fingerprint is one, whatever the JVM is told. */
class FingerprintTest {
    /** At a time: what two cores can take. */
    private static final int CHILDREN = 2;

    private static final int TIMEOUT_MINUTES = 10;

    /** Options of the JVM, a bar, options of the command. */
    private static final List<String> RUNS = List.of(
            "|",
            "| --threads 1",
            "| --threads 2",
            "| --threads 3",
            "| --threads 8",
            "| --provider scalar",
            "| --provider scalar --threads 3",
            "-XX:MaxVectorSize=16 | --provider vector",
            "-XX:MaxVectorSize=32 | --provider vector",
            "-XX:MaxVectorSize=64 | --provider vector",
            "-XX:TieredStopAtLevel=1 | --provider vector",
            "-XX:TieredStopAtLevel=1 | --provider scalar");

    @TempDir
    private Path folder;

    @Test
    void isOneForAllThreadsProvidersWidthsAndCompilers() throws InterruptedException, ExecutionException {
        assertOne(RUNS);
    }

    @Tag("interpreter")
    @Test
    void isTheSameWithoutCompilers() throws InterruptedException, ExecutionException {
        assertOne(List.of("-Xint | --provider vector", "-Xint | --provider scalar", "|"));
    }

    private void assertOne(List<String> runs) throws InterruptedException, ExecutionException {
        Map<String, Future<String>> running = new LinkedHashMap<>();
        Map<String, String> fingerprints = new LinkedHashMap<>();
        try (ExecutorService children = Executors.newFixedThreadPool(CHILDREN)) {
            for (String run : runs) {
                running.put(run, children.submit(() -> fingerprint(run)));
            }
            for (String run : runs) {
                fingerprints.put(run, running.get(run).get());
            }
        }
        String expected = fingerprints.get("|");
        assertTrue(expected.matches("[0-9a-f]{64}"), fingerprints.toString());
        assertEquals(
                runs.stream().map(run -> run + " " + expected).toList(),
                runs.stream().map(run -> run + " " + fingerprints.get(run)).toList());
    }

    private String fingerprint(String run) throws IOException, InterruptedException {
        String[] halves = run.split("\\|", -1);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path")));
        addWords(halves[0], command);
        command.addAll(List.of(Main.class.getName(), "fingerprint"));
        addWords(halves[1], command);
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Path out = Files.createTempFile(folder, "out", ".txt");
        Process child = new ProcessBuilder(command)
                .redirectError(errors.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            boolean ended = child.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            assertEquals(0, ended ? child.exitValue() : -1, run + ": " + Files.readString(errors));
        } finally {
            child.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out);
        assertEquals(1, lines.size(), run + ": " + lines);
        return lines.getFirst();
    }

    private static void addWords(String words, List<String> command) {
        if (!words.isBlank()) {
            command.addAll(List.of(words.strip().split(" ")));
        }
    }
}
