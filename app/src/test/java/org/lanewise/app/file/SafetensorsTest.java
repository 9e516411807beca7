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
import java.util.Set;
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
        Files.write(file, Safetensors.of(arrays));
        Map<String, StoredTensor> read = Safetensors.read(file);
        assertEquals(List.copyOf(arrays.keySet()), List.copyOf(read.keySet()));
        arrays.forEach((name, weights) -> {
            assertEquals(weights.shape(), read.get(name).weights().shape());
            assertArrayEquals(
                    bits(weights.values()), bits(read.get(name).weights().values()));
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
    void writesTheFormatByItsDefinition() {
        byte[] file = Safetensors.of(Map.of("w", new Weights(List.of(2, 1), new float[] {1, -2})));
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertEquals(0, length % 8);
        byte[] header = new byte[length];
        bytes.get(header);
        assertEquals(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
                new String(header, StandardCharsets.UTF_8).strip());
        assertEquals(1, bytes.getFloat());
        assertEquals(-2, bytes.getFloat());
        assertEquals(0, bytes.remaining());
    }

    @Test
    void readsWhatPyTorchsToolsWrite() throws IOException {
        Path file = write("""
                {"__metadata__":{"format":"pt"},"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[4,12]},
                "x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} \s \s""", 12);
        Map<String, StoredTensor> read = Safetensors.read(file);
        assertEquals(List.of("bn.num_batches_tracked", "x"), List.copyOf(read.keySet()));
        assertEquals(Dtype.I64, read.get("bn.num_batches_tracked").dtype());
        assertArrayEquals(new float[1], read.get("x").weights().values());
        read.get("bn.num_batches_tracked").requireCount();
    }

    /** The sizes are the format's; three elements and a fourth are two whole bytes of the smallest type. */
    @ParameterizedTest
    @CsvSource({
        "BOOL, 4", "F4, 2", "F6_E2M3, 3", "F6_E3M2, 3", "U8, 4", "I8, 4", "F8_E5M2, 4", "F8_E4M3, 4", "F8_E8M0, 4",
        "F8_E4M3FNUZ, 4", "F8_E5M2FNUZ, 4", "I16, 8", "U16, 8", "F16, 8", "BF16, 8", "I32, 16", "U32, 16", "F32, 16",
        "C64, 32", "F64, 32", "I64, 32", "U64, 32"
    })
    void knowsEveryTypeOfTheFormatByItsSize(String dtype, int bytes) throws IOException {
        String header = "{\"w\":{\"dtype\":\"" + dtype + "\",\"shape\":[2,2],\"data_offsets\":[0,%d]}}";
        assertEquals(
                List.of(2L, 2L),
                Safetensors.read(write(header.formatted(bytes), bytes)).get("w").shape());
        Path wrong = write(header.formatted(bytes + 1), bytes + 1);
        assertTrue(assertThrows(DataException.class, () -> Safetensors.read(wrong))
                .getMessage()
                .startsWith("weights: " + wrong + ": w: shape [2, 2] of " + dtype + " in " + (bytes + 1) + " bytes"));
    }

    @Test
    void smallerFloatsAreExactAndLargerAreRoundedToNearest() throws IOException {
        assertFloats(
                "F16",
                new short[] {0x3c00, (short) 0x8001, 0x7bff, (short) 0xfc00, 0x3555},
                1,
                -0x1p-24f,
                65504,
                Float.NEGATIVE_INFINITY,
                0.333251953125f);
        assertFloats(
                "BF16",
                new short[] {0x3f80, (short) 0x8001, 0x7f7f, (short) 0xff80, 0x3eab},
                1,
                -0x1p-133f,
                0x1.fep127f,
                Float.NEGATIVE_INFINITY,
                0.333984375f);
        // Ties go to the even neighbour, and the largest float takes all that is less than half a step above it.
        assertFloats(
                "F64",
                new double[] {1 + 0x1p-24, 1 + 0x3p-24, 0.1, 0x1p-151, Float.MAX_VALUE + 0x1.fffp102, -1 / 0.0},
                1,
                1 + 0x1p-22f,
                0.1f,
                0,
                Float.MAX_VALUE,
                Float.NEGATIVE_INFINITY);
    }

    private void assertFloats(String dtype, Object elements, float... expected) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 * expected.length).order(ByteOrder.LITTLE_ENDIAN);
        switch (elements) {
            case short[] shorts -> data.asShortBuffer().put(shorts);
            case double[] doubles -> data.asDoubleBuffer().put(doubles);
            default -> throw new AssertionError(elements);
        }
        byte[] bytes = Arrays.copyOf(data.array(), dtype.equals("F64") ? 8 * expected.length : 2 * expected.length);
        Path file = write(
                "{\"w\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                        .formatted(dtype, expected.length, bytes.length),
                bytes);
        assertArrayEquals(
                bits(expected), bits(Safetensors.read(file).get("w").weights().values()));
    }

    @Test
    void namesAnElementBeyondFloatsRange() throws IOException {
        Path file = write(
                "{\"w\":{\"dtype\":\"F64\",\"shape\":[1,2],\"data_offsets\":[0,16]}}",
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(1)
                        .putDouble(-0x1p128)
                        .array());
        StoredTensor tensor = Safetensors.read(file).get("w");
        assertEquals(
                "w[0, 1]: -3.402823669209385E38, must be within 3.4028235E38, the largest float",
                assertThrows(IllegalArgumentException.class, tensor::weights).getMessage());
    }

    @Test
    void refusesEveryTruncationAndEveryByteMore() throws IOException {
        Path file = folder.resolve("f");
        byte[] whole = Safetensors.of(Map.of("w", new Weights(List.of(6), SPECIAL)));
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
            ~ {}~                                                          | the header is no JSON object, must be a safetensors file
            ~{}\n~                                                         | the header is no JSON object, must be a safetensors file
            ~    ~                                                         | the header is no JSON object, must be a safetensors file
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}{}       | the header has more after its object, must be one JSON object
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}}        | the header has more after its object, must be one JSON object
            {"w":3}                                                        | w: 3, must be an object with dtype, shape and data_offsets
            {"w":null}                                                     | w: null, must be an object with dtype, shape and data_offsets
            {"w":{}}                                                       | w: data_offsets null, must be a list of whole numbers
            {"w":{"shape":[2],"data_offsets":[0,8]}}                       | w: dtype null, must be one of the format's, such as F32
            {"w":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}         | w: dtype f32, must be one of the format's, such as F32
            {"w":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}             | w: dtype 7, must be one of the format's, such as F32
            {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}         | w: shape [3] of F32 in 8 bytes, must be 32 bits for each element
            {"w":{"dtype":"I64","shape":[2],"data_offsets":[0,8]}}         | w: shape [2] of I64 in 8 bytes, must be 64 bits for each element
            {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}        | w: shape [-2], must be a list of whole numbers
            {"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}       | w: shape [2.0], must be a list of whole numbers
            {"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} | w: shape [99999999999999999999], must be a list of whole numbers
            {"w":{"dtype":"F32","data_offsets":[0,8]}}                     | w: shape null, must be a list of whole numbers
            {"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}} | w: shape [4294967296, 4294967296], must be of fewer elements
            {"w":{"dtype":"F64","shape":[144115188075855873],"data_offsets":[0,8]}} | w: shape [144115188075855873], must be of fewer elements
            {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}        | w: data_offsets [0, 12], must be a beginning and an end within the 8 bytes that are there
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}         | w: data_offsets [8, 4], must be a beginning and an end within the 8 bytes that are there
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[4]}}           | w: data_offsets [4], must be a beginning and an end within the 8 bytes that are there
            {"w":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}       | w: data_offsets [12, 12], must be a beginning and an end within the 8 bytes that are there
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}         | w: data_offsets [4, 8], must begin at 0: without gaps or overlaps
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}         | 8 bytes of data and arrays of 4, must be the same
            {"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | w: data_offsets [0, 4], must begin at 4: without gaps or overlaps
            {"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}} | w: data_offsets [4, 4], must begin at 8: without gaps or overlaps
            {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | w: twice in the header, must be there once
            {"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}} | w: the header is no JSON (Duplicate key (key 'dtype')), must be a safetensors file
            {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x}      | the header has more after its object, must be one JSON object
            {"__metadata__":{"a":1},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__: a is 1, must be a string
            {"__metadata__":{"a":null},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__: a is null, must be a string
            {"__metadata__":["a"],"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__: [a], must be an object of strings
            {"__metadata__":null,"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__: null, must be an object of strings
            """)
    void namesWhatIsWrong(String header, String what) throws IOException {
        Path file = write(header.replace("\\n", "\n"), 8);
        assertEquals(
                "weights: " + file + ": " + what,
                assertThrows(DataException.class, () -> Safetensors.read(file)).getMessage());
    }

    @Test
    void namesAreUnicode() throws IOException {
        String entry = "\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        assertEquals(
                Set.of("\ud83c\udf33"),
                Safetensors.read(write("{\"\\ud83c\\udf33" + entry, 8)).keySet());
        byte[] latin = ("{\"\u00e9" + entry).getBytes(StandardCharsets.ISO_8859_1);
        Path notUtf8 = write(latin, new byte[8]);
        assertEquals(
                "weights: " + notUtf8 + ": the header is no UTF-8, must be a safetensors file",
                assertThrows(DataException.class, () -> Safetensors.read(notUtf8))
                        .getMessage());
        Path half = write("{\"\\ud83c" + entry, 8);
        assertEquals(
                "weights: " + half + ": \ud83c: half of a surrogate pair, must be a name in Unicode",
                assertThrows(DataException.class, () -> Safetensors.read(half)).getMessage());
    }

    @Test
    void anEmptyArrayLiesBetweenOthersOrAtTheEnd() throws IOException {
        for (int offset : new int[] {0, 4, 8}) {
            Path file = write("""
                    {"e":{"dtype":"F64","shape":[3,0,9007199254740993],"data_offsets":[%d,%d]},
                    "a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
                    "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""".formatted(offset, offset), 8);
            assertEquals(
                    List.of(3L, 0L, 9007199254740993L),
                    Safetensors.read(file).get("e").shape());
        }
    }

    @Test
    void refusesHeadersThatCannotBe() throws IOException {
        Path file = folder.resolve("f");
        assertHeader("18446744073709551615 bytes, must be at most 100000000 in a safetensors file", -1);
        assertHeader("9223372036854775808 bytes, must be at most 100000000 in a safetensors file", Long.MIN_VALUE);
        assertHeader("9223372036854775807 bytes, must be at most 100000000 in a safetensors file", Long.MAX_VALUE);
        assertHeader("100000001 bytes, must be at most 100000000 in a safetensors file", 100_000_001);
        for (long length : new long[] {0, 1, 9, 100_000_000}) {
            assertHeader(length + " bytes in a file of 16, must be a whole safetensors file", length);
        }
        assertThrows(DataException.class, () -> Safetensors.read(folder));
        assertThrows(DataException.class, () -> Safetensors.read(file));
    }

    private void assertHeader(String what, long length) throws IOException {
        Path file = Files.write(
                folder.resolve("h"),
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .array());
        assertEquals(
                "weights: " + file + ": a header of " + what,
                assertThrows(DataException.class, () -> Safetensors.read(file)).getMessage());
    }

    private Path write(String header, int dataBytes) throws IOException {
        return write(header, new byte[dataBytes]);
    }

    private Path write(String header, byte[] data) throws IOException {
        return write(header.getBytes(StandardCharsets.UTF_8), data);
    }

    private Path write(byte[] header, byte[] data) throws IOException {
        return Files.write(
                folder.resolve("h"),
                ByteBuffer.allocate(8 + header.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .put(data)
                        .array());
    }
}
