package org.lanewise.app.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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
            assertEquals(new CnnFile.Saved(Optional.of(file), Optional.empty()), CnnFile.save(network, file));
            Cnn read = CnnFile.read(file, RECIPE);
            assertArrayEquals(
                    Arrays.copyOf(network.infer(x, ROWS), ROWS * 3), Arrays.copyOf(read.infer(x, ROWS), ROWS * 3), 0);
            // And it goes on to learn as the other would.
            assertEquals(
                    network.lossAndGradients(x, new int[ROWS], ROWS), read.lossAndGradients(x, new int[ROWS], ROWS));
        }
    }

    @Test
    void namesAndShapesArePyTorchs() {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        RECIPE.networks().make(true, 1).state().forEach((name, weights) -> shapes.put(name, weights.shape()));
        assertEquals(
                Map.of(
                        "conv.weight",
                        List.of(5, 2, 3, 3),
                        "conv.bias",
                        List.of(5),
                        "bn.weight",
                        List.of(5),
                        "bn.bias",
                        List.of(5),
                        "bn.running_mean",
                        List.of(5),
                        "bn.running_var",
                        List.of(5),
                        "fc.weight",
                        List.of(3, 30),
                        "fc.bias",
                        List.of(3)),
                shapes);
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

    /** What a file of another type has, a file of float32 with the same values has, too: so both give the same bits. */
    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "F64"})
    void otherFloatsGiveTheBitsOfTheirValuesAsFloat32(Dtype dtype) throws IOException {
        float[] x = new float[ROWS * INPUTS];
        Map<String, Weights> state = trained(true, x).state();
        Path file = write(state, dtype);
        state.values().forEach(weights -> round(weights.values(), dtype));
        Path rounded = folder.resolve("rounded");
        Files.write(rounded, Safetensors.of(state));
        assertSame(x, CnnFile.read(rounded, RECIPE), CnnFile.read(file, RECIPE));
    }

    private static void round(float[] values, Dtype dtype) {
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dtype) {
                case F16 -> Float.float16ToFloat(Float.floatToFloat16(values[i]));
                case BF16 -> Float.intBitsToFloat(Float.floatToRawIntBits(values[i]) & 0xffff0000);
                default -> values[i];
            };
        }
    }

    /** Made by hand, not by the writer under test. Of bfloat16 the bits that it has no place for are cut off. */
    private Path write(Map<String, Weights> state, Dtype dtype) throws IOException {
        StringJoiner header = new StringJoiner(",", "{", "}");
        ByteBuffer data = ByteBuffer.allocate(100_000).order(ByteOrder.LITTLE_ENDIAN);
        state.forEach((name, weights) -> {
            int begin = data.position();
            for (float value : weights.values()) {
                switch (dtype) {
                    case F16 -> data.putShort(Float.floatToFloat16(value));
                    case BF16 -> data.putShort((short) (Float.floatToRawIntBits(value) >> 16));
                    case F64 -> data.putDouble(value);
                    case I64 -> data.putLong((long) value);
                    default -> data.putFloat(value);
                }
            }
            header.add("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(name, dtype, weights.shape(), begin, data.position()));
        });
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        return Files.write(
                folder.resolve("f"),
                ByteBuffer.allocate(8 + json.length + data.position())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(json.length)
                        .put(json)
                        .put(data.flip())
                        .array());
    }

    /** Adds an array of another type at the end of a file. */
    private static void add(Path file, String name, String dtype, String shape, byte... elements) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        String json = new String(header, StandardCharsets.UTF_8).strip();
        byte[] more = "%s,\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}}"
                .formatted(
                        json.substring(0, json.length() - 1),
                        name,
                        dtype,
                        shape,
                        bytes.remaining(),
                        bytes.remaining() + elements.length)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + more.length + bytes.remaining() + elements.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(more.length)
                        .put(more)
                        .put(bytes)
                        .put(elements)
                        .array());
    }

    private static void assertSame(float[] x, Cnn expected, Cnn network) {
        float[] scores = Arrays.copyOf(expected.infer(x, ROWS), ROWS * 3);
        assertArrayEquals(scores, Arrays.copyOf(network.infer(x, ROWS), ROWS * 3), 0);
        assertFalse(Arrays.equals(scores, new float[ROWS * 3]));
    }

    @Test
    void aConvolutionWithoutBiasHasOneOfZero() throws IOException {
        float[] x = new float[ROWS * INPUTS];
        for (boolean normalized : new boolean[] {true, false}) {
            Map<String, Weights> state = trained(normalized, x).state();
            Arrays.fill(state.get("conv.bias").values(), 0);
            Cnn zero = CnnFile.read(write(state, Dtype.F32), RECIPE);
            state.remove("conv.bias");
            assertSame(x, zero, CnnFile.read(write(state, Dtype.F32), RECIPE));
        }
    }

    @Test
    void aNormalizationWithoutScaleAndShiftHasOneAndZero() throws IOException {
        float[] x = new float[ROWS * INPUTS];
        Map<String, Weights> state = trained(true, x).state();
        Arrays.fill(state.get("bn.weight").values(), 1);
        Arrays.fill(state.get("bn.bias").values(), 0);
        Cnn plain = CnnFile.read(write(state, Dtype.F32), RECIPE);
        state.remove("bn.weight");
        state.remove("bn.bias");
        assertSame(x, plain, CnnFile.read(write(state, Dtype.F32), RECIPE));
    }

    @Test
    void partOfANormalizationIsNone() throws IOException {
        assertError("bn.bias: missing, must be there with shape [5]", "bn.bias", null);
        assertError("bn.weight: missing, must be there with shape [5]", "bn.weight", null);
        assertError("bn.running_var: missing, must be there with shape [5]", "bn.running_var", null);
        assertError("bn.running_mean: missing, must be there with shape [5]", "bn.running_mean", null);
        // And one alone, of either kind, beside a network that could do without.
        Map<String, Weights> state = RECIPE.networks().make(false, 1).state();
        state.put("bn.weight", new Weights(List.of(5), new float[5]));
        assertRefused("bn.bias: missing, must be there with shape [5]", write(state, Dtype.F32));
        state.remove("bn.weight");
        Path file = write(state, Dtype.F32);
        CnnFile.read(file, RECIPE);
        add(file, "bn.num_batches_tracked", "I64", "[]", new byte[8]);
        assertRefused("bn.running_mean: missing, must be there with shape [5]", file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "model.", "module.model.", "model.module.", "module.module."})
    void aPrefixOfAllNamesIsLeftAway(String prefix) throws IOException {
        float[] x = new float[ROWS * INPUTS];
        for (boolean normalized : new boolean[] {true, false}) {
            Cnn network = trained(normalized, x);
            Map<String, Weights> state = network.state();
            Path file = write(withPrefix(prefix, state), Dtype.F32);
            if (normalized) {
                add(file, prefix + "bn.num_batches_tracked", "I64", "[]", new byte[8]);
            }
            // AveragedModel's own count has none.
            add(file, "n_averaged", "I64", "[]", new byte[8]);
            assertSame(x, network, CnnFile.read(file, RECIPE));
            state.remove("fc.bias");
            assertRefused(
                    prefix + "fc.bias: missing, must be there with shape [3]",
                    write(withPrefix(prefix, state), Dtype.F32));
        }
    }

    private static Map<String, Weights> withPrefix(String prefix, Map<String, Weights> state) {
        Map<String, Weights> named = new LinkedHashMap<>();
        state.forEach((name, weights) -> named.put(prefix + name, weights));
        return named;
    }

    @Test
    void prefixesThatAreNotThoseOfAllAreRefused() throws IOException {
        Map<String, Weights> state =
                withPrefix("module.", RECIPE.networks().make(true, 1).state());
        state.put("fc.bias", state.remove("module.fc.bias"));
        assertRefused(
                "fc.bias: no module. before it, must have it, as module.conv.weight has", write(state, Dtype.F32));
        state.put("model.fc.bias", state.remove("fc.bias"));
        assertRefused(
                "model.fc.bias: no module. before it, must have it, as module.conv.weight has",
                write(state, Dtype.F32));
        state.put("module.model.fc.bias", state.remove("model.fc.bias"));
        assertRefused(
                "module.conv.weight: no module.model. before it, must have it, as module.model.fc.bias has",
                write(state, Dtype.F32));
        state.put("module.fc.bias", state.remove("module.model.fc.bias"));
        Path file = write(state, Dtype.F32);
        add(file, "bn.num_batches_tracked", "I64", "[]", new byte[8]);
        assertRefused("bn.num_batches_tracked: no module. before it, must have it, as module.conv.weight has", file);
        state = withPrefix("net.", RECIPE.networks().make(true, 1).state());
        assertRefused(
                "net.conv.weight: unknown, must be one of [conv.weight, conv.bias, fc.weight, fc.bias]",
                write(state, Dtype.F32));
    }

    @Test
    void theCountOfBatchesIsOne() throws IOException {
        float[] x = new float[ROWS * INPUTS];
        Cnn network = trained(true, x);
        byte[] seven = {7, 0, 0, 0, 0, 0, 0, 0};
        assertSame(x, network, CnnFile.read(counted(network, "I64", "[]", seven), RECIPE));
        assertRefused("bn.num_batches_tracked: dtype F32, must be I64", counted(network, "F32", "[]", new byte[4]));
        assertRefused("bn.num_batches_tracked: dtype I32, must be I64", counted(network, "I32", "[]", new byte[4]));
        assertRefused("bn.num_batches_tracked: shape [1], must be []", counted(network, "I64", "[1]", seven));
        seven[7] = -1;
        assertRefused(
                "bn.num_batches_tracked: -72057594037927929, must be 0 or more", counted(network, "I64", "[]", seven));
    }

    private Path counted(Cnn network, String dtype, String shape, byte... elements) throws IOException {
        Path file = write(network.state(), Dtype.F32);
        add(file, "bn.num_batches_tracked", dtype, shape, elements);
        return file;
    }

    @Test
    void numbersThatNobodyLearnsAreSkippedUnlessTheNetworkNeedsThem() throws IOException {
        float[] x = new float[ROWS * INPUTS];
        Cnn network = trained(true, x);
        Path file = write(network.state(), Dtype.F32);
        add(file, "epoch", "I64", "[]", new byte[8]);
        add(file, "conv.mask", "BOOL", "[3]", new byte[3]);
        add(file, "zero_point", "U8", "[0]", new byte[0]);
        assertSame(x, network, CnnFile.read(file, RECIPE));
        add(file, "conv.scale", "F8_E4M3", "[1]", new byte[1]);
        assertRefused("conv.scale: dtype F8_E4M3, must be F32, F16, BF16 or F64", file);
        assertRefused("conv.weight: dtype I64, must be F32, F16, BF16 or F64", write(network.state(), Dtype.I64));
    }

    /** gamma·(x - mean)/sqrt(variance + eps) + beta, with another variance and the gamma that makes up for it. */
    @Test
    void aVarianceThatIsNegativeByLessThanEpsInfersAsItShould() throws IOException {
        float[] x = new float[ROWS * INPUTS];
        Map<String, Weights> state = trained(true, x).state();
        float[] variance = state.get("bn.running_var").values();
        variance[1] = -9.99e-06f;
        variance[3] = -1e-8f;
        Cnn network = CnnFile.read(write(state, Dtype.F32), RECIPE);
        float[] scores = Arrays.copyOf(network.infer(x, ROWS), ROWS * 3);
        float[] gamma = state.get("bn.weight").values();
        for (int c : new int[] {1, 3}) {
            gamma[c] = (float) (gamma[c] * Math.sqrt((0.5 + 1e-5) / (variance[c] + 1e-5)));
            variance[c] = 0.5f;
        }
        float[] expected =
                Arrays.copyOf(CnnFile.read(write(state, Dtype.F32), RECIPE).infer(x, ROWS), ROWS * 3);
        assertTrue(Math.abs(expected[0]) > 10, "as large as 1/sqrt(1e-8) makes it");
        for (int i = 0; i < scores.length; i++) {
            assertEquals(expected[i], scores[i], 1e-5 * Math.abs(expected[i]) + 1e-3);
        }
        variance[1] = -1.1e-5f;
        assertRefused("bn.running_var[1]: -1.1E-5, must be more than -1.0E-5, which is -eps", write(state, Dtype.F32));
    }

    @Test
    void namesWhatIsWrong() throws IOException {
        assertError("fc.bias: missing, must be there with shape [3]", "fc.bias", null);
        assertError("fc.bias: shape [4], must be [3]", "fc.bias", new Weights(List.of(4), new float[4]));
        assertError(
                "fc.weight: shape [30, 3], must be [3, 30]", "fc.weight", new Weights(List.of(30, 3), new float[90]));
        assertError(
                "fc.bias[1]: NaN, must be finite", "fc.bias", new Weights(List.of(3), new float[] {0, Float.NaN, 0}));
        float[] weights = new float[90];
        weights[30 * 2 + 17] = Float.NEGATIVE_INFINITY;
        assertError("fc.weight[2, 17]: -Infinity, must be finite", "fc.weight", new Weights(List.of(3, 30), weights));
        for (String name : List.of("bn.weight", "bn.bias", "bn.running_mean", "bn.running_var")) {
            float[] values = {1, 1, Float.POSITIVE_INFINITY, 1, 1};
            assertError(name + "[2]: Infinity, must be finite", name, new Weights(List.of(5), values));
        }
        assertError(
                "bn.running_var[1]: -1.0, must be more than -1.0E-5, which is -eps",
                "bn.running_var",
                new Weights(List.of(5), new float[] {1, -1, 1, 1, 1}));
        assertError(
                "conv2.weight: unknown, must be one of [conv.weight, conv.bias, bn.weight, bn.bias, "
                        + "bn.running_mean, bn.running_var, fc.weight, fc.bias]",
                "conv2.weight",
                new Weights(List.of(), new float[1]));
    }

    private void assertError(String what, String name, Weights weights) throws IOException {
        Map<String, Weights> state = RECIPE.networks().make(true, 1).state();
        state.put(name, weights);
        state.values().removeIf(value -> value == null);
        assertRefused(what, write(state, Dtype.F32));
    }

    private static void assertRefused(String what, Path file) {
        assertEquals(
                "weights: " + file + ": " + what,
                assertThrows(DataException.class, () -> CnnFile.read(file, RECIPE))
                        .getMessage());
    }

    @Test
    void aNetworkWhoseFileCannotBeWrittenGoesToASecondPlace() throws IOException {
        float[] x = new float[ROWS * INPUTS];
        Cnn network = trained(true, x);
        try (FileSystem disk = FullDisk.of(512)) {
            Path file = disk.getPath("/work/net");
            CnnFile.Saved saved = CnnFile.save(network, file, List.of(folder.resolve("missing"), folder));
            Path place = saved.place().orElseThrow();
            assertEquals(folder, place.getParent());
            assertTrue(place.getFileName().toString().matches("lanewise-[0-9a-f]+\\.safetensors"), place.toString());
            assertEquals(
                    "save: /work/net: out of disk space, must be a file that can be written; the network is in "
                            + place,
                    saved.failure().orElseThrow().getMessage());
            assertSame(x, network, CnnFile.read(place, RECIPE));
            assertEquals(List.of(place), FullDisk.files(folder));
            saved = CnnFile.save(network, file, List.of(folder.resolve("missing"), disk.getPath("/work")));
            assertEquals(Optional.empty(), saved.place());
            assertEquals(
                    "save: /work/net: out of disk space, must be a file that can be written; the network is lost: "
                            + "neither could it be written to " + folder.resolve("missing") + " nor to /work",
                    saved.failure().orElseThrow().getMessage());
            assertEquals(List.of(), FullDisk.files(disk.getPath("/work")));
        }
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
