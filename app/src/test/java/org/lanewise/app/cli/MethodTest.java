package org.lanewise.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.data.IdxFiles;
import org.lanewise.app.nn.Network;
import org.lanewise.app.nn.Parameter;
import org.lanewise.app.train.Recipe;

/** What is said of how networks learn is what they do. */
class MethodTest {
    private static final List<String> LINES = List.of(
            "SGD, momentum 0.9; the rate falls to 0 in a straight line over all steps",
            "softmax cross-entropy, mean of the batch; images shuffled anew for each epoch",
            "weights normal of variance 2/inputs (He), biases and shifts 0, scales 1",
            "batch normalization with eps 1.0E-5, momentum 0.1");

    @TempDir
    private Path folder;

    @Test
    void helpAndHeadAndDocumentSayIt() throws IOException {
        IdxFiles.writeAll(folder, 20, 10);
        for (String network : List.of("mlp", "cnn")) {
            List<String> help =
                    run("train", network, "--help").lines().map(String::strip).toList();
            assertTrue(help.containsAll(LINES), help.toString());
            List<String> head = train(network)
                    .lines()
                    .map(line -> line.replace("learning  ", "").strip())
                    .toList();
            assertTrue(head.containsAll(LINES), head.toString());
            Map<String, Object> document = JSON.std.mapFrom(train(network, "--json"));
            assertEquals("SGD", document.get("optimizer"));
            assertEquals(0.9, document.get("momentum"));
            assertEquals("learning rate falls to 0 in a straight line over all steps", document.get("schedule"));
            assertEquals("softmax cross-entropy, mean of the batch", document.get("loss"));
            assertEquals("shuffled anew for each epoch", document.get("batchOrder"));
            assertEquals(LINES.get(2), document.get("initialization"));
            assertEquals(Map.of("eps", 1e-5, "momentum", 0.1), document.get("normalization"));
        }
    }

    /** Learns by the formulas that the words mean, and has the same losses. */
    @Test
    void aTrainingByTheseWordsHasTheSameLosses() throws IOException {
        IdxFiles.writeAll(folder, 100, 10);
        Map<String, Object> document =
                JSON.std.mapFrom(train("mlp", "--epochs", "3", "--batch-size", "40", "--seed", "5", "--json"));
        Dataset images = new DataSource.Folder(folder).read();
        Network network = Recipe.mlp(Optional.empty()).networks().make(true, 5);
        List<Parameter> parameters = network.parameters();
        double[][] velocities =
                parameters.stream().map(p -> new double[p.values().length]).toArray(double[][]::new);
        Batches batches = new Batches(images.train(), 40, 5);
        int step = 0;
        for (Object epoch : (List<?>) ((Map<?, ?>) ((List<?>) document.get("runs")).getFirst()).get("epochs")) {
            batches.shuffle();
            double sum = 0;
            while (batches.next()) {
                sum += network.lossAndGradients(batches.pixels(), batches.labels(), batches.size());
                double rate = 0.1 * (9 - step++) / 9;
                for (int p = 0; p < velocities.length; p++) {
                    for (int i = 0; i < velocities[p].length; i++) {
                        velocities[p][i] =
                                0.9 * velocities[p][i] + parameters.get(p).gradient()[i];
                        parameters.get(p).values()[i] -= (float) (rate * velocities[p][i]);
                    }
                }
            }
            assertEquals(sum / 3, (double) ((Map<?, ?>) epoch).get("loss"), 1e-4);
        }
        assertEquals(9, step);
    }

    @Test
    void newNetworksAreAsIsSaid() {
        for (boolean normalized : new boolean[] {true, false}) {
            assertNew(
                    Recipe.mlp(Optional.empty()).networks().make(normalized, 3),
                    Map.of("hidden1.weights", 784, "output.weights", 256));
            assertNew(
                    Recipe.cnn(Optional.empty()).networks().make(normalized, 3),
                    Map.of("conv.weight", 3 * 9, "fc.weights", 4096));
        }
    }

    private static void assertNew(Network network, Map<String, Integer> inputs) {
        for (Parameter parameter : network.parameters()) {
            String name = parameter.name();
            float[] values = parameter.values();
            if (inputs.containsKey(name)) {
                double squares = 0;
                for (float value : values) {
                    squares += (double) value * value;
                }
                // The smallest has 432 weights, and the deviation of their variance is a fifteenth of it.
                assertEquals(2.0 / inputs.get(name), squares / values.length, 0.2 * 2 / inputs.get(name), name);
            } else {
                float[] expected = new float[values.length];
                Arrays.fill(expected, name.endsWith(".gamma") ? 1 : 0);
                assertTrue(name.matches(".*\\.(bias|gamma|beta)") && Arrays.equals(expected, values), name);
            }
        }
    }

    private String train(String network, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                network,
                "--data",
                folder.toString(),
                "--picture",
                folder.resolve("p.png").toString()));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private String run(String... args) {
        CommandRun run = CommandRun.in(folder, args);
        assertEquals(0, run.status(), run.err());
        return run.out();
    }
}
