package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lanewise.ProviderInfo;
import org.lanewise.app.data.IdxFiles;

class LanewiseTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                             | lanewise: command: none, must be COMMANDS (see --help)
            train                          | lanewise train: network: none, must be mlp or cnn (see --help)
            nonsense                       | lanewise: command: nonsense, must be COMMANDS (see --help)
            eval                           | lanewise eval: network: none, must be cnn (see --help)
            info more                      | lanewise info: argument: more, must be left out (see --help)
            --nonsense                     | lanewise: option: --nonsense, must be one that --help lists
            train mlp --nonsense           | lanewise train mlp: option: --nonsense, must be one that --help lists
            train mlp --epochs 0           | lanewise train mlp: epochs: 0, must be 1 to 1000
            train mlp --epochs -1          | lanewise train mlp: epochs: -1, must be 1 to 1000
            train mlp --epochs many        | lanewise train mlp: Invalid value for option '--epochs': 'many' is not an int
            train mlp --epochs             | lanewise train mlp: Missing required parameter for option '--epochs' (N)
            train mlp --batch-size 1       | lanewise train mlp: batch-size: 1, must be 2 to 8192
            train mlp --learning-rate -0.1 | lanewise train mlp: learning-rate: -0.1, must be finite and more than 0
            train mlp --learning-rate NaN  | lanewise train mlp: learning-rate: NaN, must be finite and more than 0
            train mlp --threads 0          | lanewise train mlp: threads: 0, must be 1 to 1024
            fingerprint --threads 1025     | lanewise fingerprint: threads: 1025, must be 1 to 1024
            fingerprint --provider gpu     | lanewise fingerprint: provider: gpu, must be scalar or vector
            """)
    void badInputIsOneLineAndStatusTwo(String command, String line) {
        String expected = line.replace(
                "COMMANDS", "train, eval, experiment, check-model, recalibrate, info, fingerprint or completion");
        assertRefused(expected, command.isEmpty() ? new String[0] : command.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chekmodel           | lanewise: command: chekmodel, must be COMMANDS (see --help); did you mean check-model?
            train ml            | lanewise train: network: ml, must be mlp or cnn (see --help); did you mean mlp?
            info --jsn 3        | lanewise info: option: --jsn, must be one that --help lists; did you mean --json?
            """)
    void aNameThatIsLikeAnUnknownOneIsSuggested(String command, String line) {
        badInputIsOneLineAndStatusTwo(command, line);
    }

    @Test
    void badDataIsNamedBeforeTraining() throws IOException {
        Path missing = folder.resolve("missing");
        Path picture = folder.resolve("p.png");
        assertRefused(
                "lanewise train mlp: data: " + missing + ", must be a folder with the four IDX files of Fashion-MNIST",
                train(missing, picture));
        IdxFiles.writeAll(folder, 20, 10);
        Path labels = folder.resolve("t10k-labels-idx1-ubyte");
        Files.write(labels, Arrays.copyOf(Files.readAllBytes(labels), 13));
        assertRefused(
                "lanewise train mlp: data: " + labels + ": truncated after 5 elements, must have 10",
                train(folder, picture));
        Files.delete(labels);
        assertRefused(
                "lanewise train mlp: data: " + labels
                        + " is missing, must be there, as it is or as t10k-labels-idx1-ubyte.gz",
                train(folder, picture));
        assertFalse(Files.exists(picture));
    }

    @Test
    void aPictureThatCannotBeWrittenIsNamedBeforeTraining() throws IOException {
        IdxFiles.writeAll(folder, 20, 10);
        assertRefused(
                "lanewise train mlp: picture: " + folder + ", must be a file that can be written (it is a folder)",
                train(folder, folder));
        Path lost = folder.resolve("missing").resolve("p.png");
        assertRefused(
                "lanewise train mlp: picture: " + lost
                        + ", must be a file that can be written (its folder is not there)",
                train(folder, lost));
    }

    @Test
    void aLearningRateThatIsTooLargeIsNamed() throws IOException {
        IdxFiles.writeAll(folder, 200, 10);
        Path picture = folder.resolve("p.png");
        CommandRun result = run(train(folder, picture, "--learning-rate", "1e30", "--json"));
        assertEquals(2, result.status());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("lanewise train mlp: learning-rate: 1.0E30, must be smaller"), result.err());
        assertFalse(Files.exists(picture));
    }

    @Test
    void trainingTellsBothAccuraciesAndLeavesAPicture() throws IOException {
        IdxFiles.writeAll(folder, 200, 50);
        Path picture = folder.resolve("p.png");
        CommandRun result = run(train(folder, picture, "--epochs", "2", "--batch-size", "33", "--threads", "2"));
        assertEquals(0, result.status(), result.err());
        assertEquals("", result.err());
        List<String> lines = result.out().lines().toList();
        assertTrue(lines.getFirst().endsWith("the Fashion-MNIST files in " + folder + ":"), result.out());
        String epoch = "  epoch  [12]   loss \\d+\\.\\d{4}   test accuracy +\\d+\\.\\d\\d %   +\\d+\\.\\d s";
        assertEquals(4, lines.stream().filter(line -> line.matches(epoch)).count(), result.out());
        assertTrue(
                lines.get(lines.size() - 2)
                        .matches("With batch normalization: \\d+\\.\\d % after 2 epochs \\(without: \\d+\\.\\d %\\)"),
                result.out());
        assertEquals("Picture: " + picture, lines.getLast());
        assertEquals(1520, ImageIO.read(picture.toFile()).getWidth());
    }

    @Test
    void trainingAsJsonIsOneDocumentOfTheSameNumbersWhateverTheThreads() throws IOException {
        IdxFiles.writeAll(folder, 600, 50);
        Path picture = folder.resolve("p.png");
        List<Object> losses = new ArrayList<>();
        for (String threads : List.of("1", "3")) {
            CommandRun result =
                    run(train(folder, picture, "--json", "--epochs", "1", "--batch-size", "300", "--threads", threads));
            assertEquals(0, result.status(), result.err());
            assertEquals("", result.err());
            Map<String, Object> document = JSON.std.mapFrom(result.out());
            assertEquals(600, document.get("trainImages"));
            assertEquals(picture.toString(), document.get("picture"));
            List<?> runs = (List<?>) document.get("runs");
            assertEquals(2, runs.size());
            assertEquals(true, ((Map<?, ?>) runs.getFirst()).get("batchNormalization"));
            assertEquals(false, ((Map<?, ?>) runs.getLast()).get("batchNormalization"));
            Map<?, ?> epoch = (Map<?, ?>) ((List<?>) ((Map<?, ?>) runs.getFirst()).get("epochs")).getFirst();
            assertEquals(1, epoch.get("epoch"));
            losses.add(epoch.get("loss"));
        }
        assertEquals(losses.get(0), losses.get(1));
    }

    @Test
    void infoTellsTheProviderAndTheData() throws IOException {
        CommandRun text = run("info");
        assertEquals(0, text.status());
        ProviderInfo provider = ProviderInfo.current();
        assertTrue(text.out().contains(provider.name() + " (" + provider.reason() + ")"), text.out());
        assertTrue(text.out().contains(Runtime.version().toString()), text.out());
        Map<String, Object> document = JSON.std.mapFrom(run("info", "--json").out());
        assertEquals(provider.name(), document.get("provider"));
        assertEquals(provider.vectorBits(), document.get("vectorBits"));
        assertEquals(Runtime.getRuntime().availableProcessors(), document.get("cores"));
        assertEquals("the Fashion-MNIST files in " + folder, document.get("data"));
    }

    private void assertRefused(String line, String... args) {
        run(args).assertRefused(line);
    }

    private static String[] train(Path data, Path picture, String... more) {
        List<String> args =
                new ArrayList<>(List.of("train", "mlp", "--data", data.toString(), "--picture", picture.toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private CommandRun run(String... args) {
        return CommandRun.in(folder, args);
    }
}
