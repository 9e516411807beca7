package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lanewise.app.data.IdxFiles;

class ExperimentCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void theExperimentLeavesAPageAndTellsEachVerdict() throws IOException {
        IdxFiles.writeAll(folder, 200, 30);
        Path out = folder.resolve("out");
        CommandRun result = run(
                "experiment",
                "--data",
                folder.toString(),
                "--out",
                out.toString(),
                "--width",
                "4",
                "--steps",
                "10",
                "--seeds",
                "1",
                "--learning-rates",
                "0.1,1e30",
                "--threads",
                "2");
        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        assertTrue(result.out().contains("24: 6 networks"), result.out());
        assertEquals(
                7,
                result.out()
                        .lines()
                        .filter(line -> line.matches("It .*: (holds|mixed|does not hold|can't be decided)"))
                        .count(),
                result.out());
        assertTrue(result.out().endsWith("Page: " + out.resolve("index.html") + System.lineSeparator()), result.out());
        assertTrue(Files.exists(out.resolve("index.html")));
    }

    @Test
    void theExperimentAsJsonIsOneDocument() throws IOException {
        IdxFiles.writeAll(folder, 200, 30);
        Path out = folder.resolve("out");
        CommandRun result = run(
                "experiment",
                "--data",
                folder.toString(),
                "--out",
                out.toString(),
                "--width",
                "4",
                "--steps",
                "10",
                "--seeds",
                "2",
                "--learning-rates",
                "1e30",
                "--threads",
                "1",
                "--json");
        assertEquals(0, result.status(), result.err());
        Map<String, Object> document = JSON.std.mapFrom(result.out());
        assertEquals(7, ((List<?>) document.get("claims")).size());
        List<?> trainings = (List<?>) document.get("trainings");
        assertEquals(24, trainings.size());
        Map<?, ?> training = (Map<?, ?>) trainings.getFirst();
        assertEquals("ReLU", training.get("function"));
        assertEquals(false, training.get("trains"));
        assertTrue(
                training.containsKey("finalLoss") && ((List<?>) training.get("measurements")).size() > 0, result.out());
        assertEquals(out.resolve("index.html").toString(), document.get("page"));
    }

    @Test
    void thePopulationsEstimatesAreATableAPictureAndADocument() throws IOException {
        IdxFiles.writeAll(folder, 200, 30);
        Path picture = folder.resolve("p.png");
        String[] args = {
            "experiment",
            "population",
            "--data",
            folder.toString(),
            "--picture",
            picture.toString(),
            "--width",
            "4",
            "--epochs",
            "2",
            "--seeds",
            "2",
            "--batch-sizes",
            "4,50"
        };
        CommandRun result = run(args);
        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        for (String row : List.of(
                "moving average, 0.9 ",
                "moving average, 0.99 ",
                "moving average, 0.999",
                "cumulative average",
                "exact over batches",
                "merged moments",
                "recomputed afterwards",
                "the true statistics")) {
            assertEquals(
                    2,
                    result.out()
                            .lines()
                            .filter(line -> line.startsWith("  " + row))
                            .count(),
                    result.out());
        }
        assertTrue(result.out().contains("Batches of 50: of the estimates"), result.out());
        assertTrue(ImageIO.read(picture.toFile()).getWidth() > 1000);

        List<String> json = new ArrayList<>(List.of(args));
        json.add("--json");
        Map<String, Object> document =
                JSON.std.mapFrom(run(json.toArray(String[]::new)).out());
        assertEquals(4, ((List<?>) document.get("trainings")).size());
        Map<?, ?> training = (Map<?, ?>) ((List<?>) document.get("trainings")).getFirst();
        assertEquals(4, training.get("batchSize"));
        Map<?, ?> exact = (Map<?, ?>) ((List<?>) training.get("estimates")).get(4);
        assertEquals("exact over batches", exact.get("estimate"));
        // 50 batches in each of two epochs, eight channels.
        assertEquals(16 * 8 * 100, exact.get("bytes"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            experiment --steps 9                         | experiment: steps: 9, must be 10 to 10000
            experiment --seeds 0                         | experiment: seeds: 0, must be 1 to 100
            experiment --width 1                         | experiment: width: 1, must be 2 to 2048
            experiment --learning-rates 0.1,0            | experiment: learning-rates: 0.0, must be finite, more than 0 and in ascending order
            experiment --learning-rates 0.1,0.1          | experiment: learning-rates: 0.1, must be finite, more than 0 and in ascending order
            experiment --learning-rates NaN              | experiment: learning-rates: NaN, must be finite, more than 0 and in ascending order
            experiment --threads 0                       | experiment: threads: 0, must be 1 to 1024
            experiment --data missing                    | experiment: data: missing, must be a folder with the four IDX files of Fashion-MNIST
            experiment nonsense                          | experiment: command: nonsense, must be population (see --help)
            experiment population --epochs 0             | experiment population: epochs: 0, must be 1 to 100
            experiment population --seeds 101            | experiment population: seeds: 101, must be 1 to 100
            experiment population --width 0              | experiment population: width: 0, must be 2 to 2048
            experiment population --batch-sizes 4,1      | experiment population: batch-sizes: 1, must be 2 to 8192 and in ascending order
            experiment population --batch-sizes 9000     | experiment population: batch-sizes: 9000, must be 2 to 8192 and in ascending order
            experiment population --learning-rate -1     | experiment population: learning-rate: -1.0, must be finite and not negative
            experiment population --picture .            | experiment population: picture: ., must be a file that can be written (it is a folder)
            """)
    void badInputIsOneLine(String command, String line) {
        run(command.split(" ")).assertRefused("lanewise " + line);
    }

    @Test
    void aFolderThatCannotBeIsNamedBeforeTraining() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused("out: " + file + ", must be a folder that can be written (it is no folder)", file);
        Path lost = folder.resolve("missing").resolve("out");
        assertRefused("out: " + lost + ", must be a folder that can be written (its folder is not there)", lost);
    }

    private void assertRefused(String line, Path out) {
        run("experiment", "--out", out.toString()).assertRefused("lanewise experiment: " + line);
    }

    @Test
    void aLearningRateThatIsTooLargeIsNamed() throws IOException {
        IdxFiles.writeAll(folder, 200, 30);
        Path picture = folder.resolve("p.png");
        CommandRun result = run(
                "experiment",
                "population",
                "--data",
                folder.toString(),
                "--picture",
                picture.toString(),
                "--width",
                "4",
                "--epochs",
                "2",
                "--learning-rate",
                "1e36",
                "--batch-sizes",
                "4");
        assertEquals(2, result.status(), result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(
                result.err().startsWith("lanewise experiment population: learning-rate: 1.0E36, must be smaller"),
                result.err());
        assertFalse(Files.exists(picture));
    }

    @Test
    void helpShowsBothExperiments() {
        CommandRun result = run("experiment", "--help");
        assertEquals(0, result.status());
        assertTrue(result.out().contains("--learning-rates") && result.out().contains("population"), result.out());
        assertTrue(run("experiment", "population", "--help").out().contains("--batch-sizes"));
    }

    private CommandRun run(String... args) {
        return CommandRun.in(folder, args);
    }
}
