package org.lanewise.app.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lanewise.app.data.DataException;
import org.lanewise.app.nn.Weights;

class SafetensorsTest {
    private static final float[] SPECIAL = {
        1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0x7fc12345)
    };

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatWasWrittenToTheBit() throws IOException {
        Path file = folder.resolve("f");
        Map<String, Weights> arrays = new LinkedHashMap<>();
        arrays.put("b", new Weights(List.of(2, 3), SPECIAL));
        arrays.put("a \"quoted\" é", new Weights(List.of(), new float[] {7}));
        arrays.put("empty", new Weights(List.of(0, 4), new float[0]));
        Safetensors.write(arrays, file);
        Map<String, Weights> read = Safetensors.read(file);
        assertEquals(List.copyOf(arrays.keySet()), List.copyOf(read.keySet()));
        arrays.forEach((name, weights) -> {
            assertEquals(weights.shape(), read.get(name).shape());
            assertArrayEquals(bits(weights.values()), bits(read.get(name).values()));
        });
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    @Test
    void writesTheFormatByItsDefinition() throws IOException {
        Path file = folder.resolve("f");
        Safetensors.write(Map.of("w", new Weights(List.of(2, 1), new float[] {1, -2})), file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertEquals(0, length % 8);
        byte[] header = new byte[length];
        bytes.get(header);
        assertEquals("{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
                new String(header, StandardCharsets.UTF_8).strip());
        assertEquals(1, bytes.getFloat());
        assertEquals(-2, bytes.getFloat());
        assertEquals(0, bytes.remaining());
    }

    @Test
    void readsWhatPyTorchsToolsWrite() throws IOException {
        Path file = write("""
                {"__metadata__":{"format":"pt"},"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[4,12]},
                "x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 12);
        assertEquals(List.of("x"), List.copyOf(Safetensors.read(file).keySet()));
    }

    @Test
    void refusesEveryTruncationAndEveryByteMore() throws IOException {
        Path file = folder.resolve("f");
        Safetensors.write(Map.of("w", new Weights(List.of(6), SPECIAL)), file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length + 3; length++) {
            if (length != whole.length) {
                Files.write(file, Arrays.copyOf(whole, length));
                DataException e = assertThrows(DataException.class, () -> Safetensors.read(file));
                assertEquals(1, e.getMessage().lines().count());
                assertTrue(e.getMessage().startsWith("weights: " + file + ": "), e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            [1, 2]                                                         | the header is no JSON object, must be a safetensors file
            null                                                           | the header is no JSON object, must be a safetensors file
            {} and more                                                    | the header is no JSON object, must be a safetensors file
            {"w":3}                                                        | w: 3, must have dtype, shape and data_offsets
            {"w":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}         | w: dtype F16, must be F32
            {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}         | w: shape [3] in 8 bytes, must be 4 for each element
            {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}        | w: shape [-2], must be a list of whole numbers
            {"w":{"dtype":"F32","data_offsets":[0,8]}}                     | w: shape null, must be a list of whole numbers
            {"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}} | w: shape [4294967296, 4294967296], must be of fewer elements
            {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}        | w: data_offsets [0, 12], must be within the 8 bytes that are there
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}         | w: data_offsets [8, 4], must be within the 8 bytes that are there
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[4]}}           | w: data_offsets [4], must be within the 8 bytes that are there
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}         | an array from byte 4 on, must be from 0: without gaps or overlaps
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}         | 8 bytes of data and arrays of 4, must be the same
            {"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | w: data_offsets [0, 4], must not be another array's too
            """)
    void namesWhatIsWrong(String header, String what) throws IOException {
        Path file = write(header, 8);
        assertEquals("weights: " + file + ": " + what,
                assertThrows(DataException.class, () -> Safetensors.read(file)).getMessage());
    }

    @Test
    void refusesHeadersThatCannotBe() throws IOException {
        Path file = folder.resolve("f");
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, 9}) {
            Files.write(file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
            assertThrows(DataException.class, () -> Safetensors.read(file));
        }
        assertThrows(DataException.class, () -> Safetensors.read(folder));
        assertThrows(DataException.class, () -> Safetensors.read(folder.resolve("missing")));
    }

    private Path write(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(folder.resolve("h"), ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array());
    }
}
