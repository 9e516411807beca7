package org.lanewise.app.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.DataException;
import org.lanewise.app.nn.Cnn;
import org.lanewise.app.nn.Sgd;
import org.lanewise.app.nn.Weights;
import org.lanewise.app.train.Recipe;

class CnnFileTest {
    private static final int ROWS = 8;
    private static final int INPUTS = 2 * 6 * 4;
    private static final Recipe<Cnn> RECIPE = new Recipe<>(
            (normalized, seed) -> new Cnn(new Cnn.Sizes(2, 6, 4, 5, 3), normalized, seed, Optional.empty()), ROWS);

    @TempDir
    private Path folder;

    @Test
    void aNetworkThatWasSavedInfersTheSameBits() throws IOException {
        float[] x = new float[ROWS * INPUTS];
        for (boolean normalized : new boolean[] {true, false}) {
            Cnn network = trained(normalized, x);
            Path file = folder.resolve("f");
            CnnFile.write(network, file);
            Cnn read = CnnFile.read(file, RECIPE);
            assertArrayEquals(
                    Arrays.copyOf(network.infer(x, ROWS), ROWS * 3), Arrays.copyOf(read.infer(x, ROWS), ROWS * 3), 0);
            // And it goes on to learn as the other would.
            assertEquals(network.lossAndGradients(x, new int[ROWS], ROWS), read.lossAndGradients(x, new int[ROWS], ROWS));
        }
    }

    @Test
    void namesAndShapesArePyTorchs() {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        RECIPE.networks().make(true, 1).state().forEach((name, weights) -> shapes.put(name, weights.shape()));
        assertEquals(Map.of(
                "conv.weight", List.of(5, 2, 3, 3), "conv.bias", List.of(5), "bn.weight", List.of(5),
                "bn.bias", List.of(5), "bn.running_mean", List.of(5), "bn.running_var", List.of(5),
                "fc.weight", List.of(3, 30), "fc.bias", List.of(3)), shapes);
    }

    /** The score of class k is row k of the weights times the inputs. */
    @Test
    void theLinearLayersWeightsHaveARowPerOutput() {
        Cnn network = RECIPE.networks().make(false, 1);
        Map<String, Weights> state = network.state();
        state.values().forEach(weights -> Arrays.fill(weights.values(), 0));
        Arrays.fill(state.get("conv.bias").values(), 1);
        Arrays.fill(state.get("fc.weight").values(), 30, 60, 1);
        network.load(state);
        assertArrayEquals(new float[] {0, 30, 0}, Arrays.copyOf(network.infer(new float[INPUTS], 1), 3));
    }

    @Test
    void namesWhatIsWrong() throws IOException {
        assertError("conv.bias: missing, must be there with shape [5]", "conv.bias", null);
        assertError("fc.bias: shape [4], must be [3]", "fc.bias", new Weights(List.of(4), new float[4]));
        assertError("fc.weight: shape [30, 3], must be [3, 30]", "fc.weight", new Weights(List.of(30, 3), new float[90]));
        assertError("fc.bias: NaN, must be finite", "fc.bias", new Weights(List.of(3), new float[] {0, Float.NaN, 0}));
        assertError("variance[1]: -1.0, must be finite and not negative",
                "bn.running_var", new Weights(List.of(5), new float[] {1, -1, 1, 1, 1}));
        assertError("conv2.weight: unknown, must be one of [conv.weight, conv.bias, bn.weight, bn.bias, "
                + "bn.running_mean, bn.running_var, fc.weight, fc.bias]",
                "conv2.weight", new Weights(List.of(), new float[1]));
    }

    private void assertError(String what, String name, Weights weights) throws IOException {
        Map<String, Weights> state = RECIPE.networks().make(true, 1).state();
        state.put(name, weights);
        state.values().removeIf(value -> value == null);
        Path file = folder.resolve("f");
        Safetensors.write(state, file);
        assertEquals("weights: " + file + ": " + what,
                assertThrows(DataException.class, () -> CnnFile.read(file, RECIPE)).getMessage());
    }

    private static Cnn trained(boolean normalized, float... x) {
        Cnn network = RECIPE.networks().make(normalized, 1);
        Sgd sgd = new Sgd(network.parameters(), 0.5);
        Random random = new Random(1);
        for (int step = 0; step < 5; step++) {
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            network.lossAndGradients(x, new int[] {0, 1, 2, 0, 1, 2, 0, 1}, ROWS);
            sgd.step(0.1);
        }
        return network;
    }
}
