package org.lanewise.app.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.app.data.DataException;

class NpyTest {
    @TempDir
    private Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.npy"), bytes);
    }

    private Npy read(int version, String header, byte... data) throws IOException {
        return Npy.read(write(NpyFiles.bytes(version, header, data)));
    }

    private static String header(String type, String order, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
    }

    private void assertRefused(String message, byte[] bytes) throws IOException {
        Path file = write(bytes);
        assertEquals(
                "tensor: " + file + ": " + message,
                assertThrows(DataException.class, () -> Npy.read(file)).getMessage());
    }

    private void assertRefused(String message, String header, byte... data) throws IOException {
        assertRefused(message, NpyFiles.bytes(1, header, data));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** All of it byte by byte, so that nothing here depends on how the other tests make their files. */
    @Test
    void aFileIsReadByteByByte() throws IOException {
        String header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }" + " ".repeat(60) + "\n";
        assertEquals(0x76, header.length());
        Npy array = Npy.read(write(
                hex("934e554d5059" + "0100" + "7600" + HexFormat.of().formatHex(header.getBytes()) + "0100feff")));
        assertEquals(List.of(2L), array.shape());
        assertArrayEquals(new double[] {1, -2}, array.values());
        assertTrue(array.integers());
    }

    @ParameterizedTest
    @CsvSource({
        "<f2, 003c00c0, 1, -2",
        ">f2, 3c00c000, 1, -2",
        "<f4, 0000803f000000c0, 1, -2",
        ">f4, 3f800000c0000000, 1, -2",
        "<f8, 000000000000f03f00000000000000c0, 1, -2",
        ">f8, 3ff0000000000000c000000000000000, 1, -2",
        "|i1, 01fe, 1, -2",
        "|u1, 01fe, 1, 254",
        "<i1, 7f80, 127, -128",
        "<i2, 0100feff, 1, -2",
        ">i2, 0001fffe, 1, -2",
        "<u2, 0100feff, 1, 65534",
        "<i4, 01000000feffffff, 1, -2",
        ">i4, 00000001fffffffe, 1, -2",
        "<u4, 01000000feffffff, 1, 4294967294",
        "<i8, 0100000000000000feffffffffffffff, 1, -2",
        ">i8, 0000000000000001fffffffffffffffe, 1, -2",
        "<u8, ffffffffffff1f000100000000000000, 9007199254740991, 1",
        "<i8, ffffffffffff1f00010000000000e0ff, 9007199254740991, -9007199254740991",
        "<f4, 0000c07f000080ff, NaN, -Infinity"
    })
    void everyTypeIsExact(String type, String data, double first, double second) throws IOException {
        Npy array = read(1, header(type, "False", "(2,)"), hex(data));
        assertArrayEquals(new double[] {first, second}, array.values());
        assertEquals(!type.contains("f"), array.integers());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionIsRead(int version) throws IOException {
        Npy array = read(
                version, header("|u1", "False", "(1, 2, 3)"), (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte)
                        6);
        assertEquals(List.of(1L, 2L, 3L), array.shape());
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, array.values());
    }

    @Test
    void theFirstAxisMayBeContiguous() throws IOException {
        // Element (i, j, k) of 2 x 3 x 2 is 100i + 10j + k; i moves first.
        byte[] data = {0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121};
        assertArrayEquals(
                new double[] {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121},
                read(1, header("|u1", "True", "(2, 3, 2)"), data).values());
    }

    @Test
    void aShapeMayBeOfNoAxesOrEmpty() throws IOException {
        Npy number = read(1, header("|u1", "False", "()"), (byte) 7);
        assertEquals(List.of(), number.shape());
        assertArrayEquals(new double[] {7}, number.values());
        assertEquals(0, read(1, header("<f4", "True", "(3, 0)")).values().length);
    }

    @Test
    void theDictionaryMayBeWrittenOtherwise() throws IOException {
        String header = " {\"shape\":( 2 ,1,) ,'fortran_order' : True,\"descr\":'|i1'}  \n";
        assertArrayEquals(
                new double[] {5, 6}, read(2, header, (byte) 5, (byte) 6).values());
        assertFalse(read(1, header("<f4", "True", "(0,)")).integers());
    }

    @Test
    void otherTypesAreRefused() throws IOException {
        String allowed = "must be f2, f4, f8, i1, i2, i4, i8, u1, u2, u4 or u8 after < or > (| with 1 byte)";
        assertRefused("dtype '|O', Python objects (pickle), " + allowed, header("|O", "False", "(1,)"), hex("80"));
        for (String type :
                List.of("<c8", "<U3", "|S4", "|b1", "<f16", "<M8[ns]", "f4", "=f4", "|f4", "<i3", "", "<V8")) {
            assertRefused("dtype '" + type + "', " + allowed, header(type, "False", "(1,)"));
        }
        assertRefused(
                "dtype: structured, must be of one number per element",
                "{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (2,), }");
    }

    @Test
    void whatIsNoWholeFileIsNamed() throws IOException {
        byte[] good = NpyFiles.bytes(1, header("<f4", "False", "(2, 3)"), new byte[24]);
        assertEquals(6, Npy.read(write(good)).values().length);
        assertRefused(
                "20 bytes of data, must be 24 for shape [2, 3] of 4-byte elements",
                Arrays.copyOf(good, good.length - 4));
        assertRefused(
                "25 bytes of data, must be 24 for shape [2, 3] of 4-byte elements",
                Arrays.copyOf(good, good.length + 1));
        assertRefused("a header of 118 bytes in a file of 100, must be a whole NumPy file", Arrays.copyOf(good, 100));
        assertRefused("cut off after 9 bytes, must be a whole NumPy file", Arrays.copyOf(good, 9));
        assertRefused("something else, must be a NumPy file (.npy)", Arrays.copyOf(good, 7));
        assertRefused("something else, must be a NumPy file (.npy)", new byte[0]);
        assertRefused("something else, must be a NumPy file (.npy)", "PK\3\4, an npz".getBytes());
        byte[] later = good.clone();
        later[6] = 4;
        assertRefused("version 4.0, must be 1.0, 2.0 or 3.0", later);
        later[6] = 1;
        later[7] = (byte) 200;
        assertRefused("version 1.200, must be 1.0, 2.0 or 3.0", later);
        assertRefused(
                "cut off after 11 bytes, must be a whole NumPy file", hex("934e554d5059020010000000".substring(0, 22)));
        assertRefused("a header of 4294967295 bytes, must be at most 10000", hex("934e554d50590200ffffffff"));
        assertRefused("a header of 10001 bytes, must be at most 10000", hex("934e554d505901001127"));
        Path missing = folder.resolve("missing.npy");
        assertEquals(
                "tensor: " + missing + ": missing, must be a NumPy file (.npy)",
                assertThrows(DataException.class, () -> Npy.read(missing)).getMessage());
        assertEquals(
                "tensor: " + folder + ": no regular file, must be one",
                assertThrows(DataException.class, () -> Npy.read(folder)).getMessage());
    }

    @Test
    void aDamagedHeaderIsNamed() throws IOException {
        String keys = "[descr, fortran_order, shape]";
        assertRefused("header: [descr, shape], must have " + keys, "{'descr': '<f4', 'shape': (1,)}");
        assertRefused("header: 'more', must have " + keys + " alone", "{'more': '<f4', 'shape': (1,)}");
        assertRefused("header: 'shape' twice, must be there once", "{'shape': (1,), 'shape': (1,)}");
        for (String shape : List.of(
                "(1)", "(-1,)", "(1.0,)", "(1 2)", "[1]", "(,)", "(1,,)", "1", "(12345678901,)", "(True,)", "(1L,)")) {
            assertBegins("header: damaged at byte ", header("<f4", "False", shape));
        }
        for (String text : List.of(
                "",
                "{",
                "{}x",
                "{'descr'",
                "{'descr: '<f4'",
                "{'descr' '<f4'}",
                "{descr: 1}",
                "{'fortran_order': 0}",
                "{'fortran_order': true}",
                header("<f4", "False", "(1,)") + "1",
                header("<f4", "False", "(1,)").substring(0, 50))) {
            assertBegins("header: damaged at byte ", text);
        }
        assertBegins("header: damaged at byte ", header("<f4", "False", "(" + "1,".repeat(65) + ")"));
        assertBegins("header: [], must have " + keys, "{}");
    }

    private void assertBegins(String begin, String header) throws IOException {
        Path file = write(NpyFiles.bytes(1, header, new byte[4]));
        String message =
                assertThrows(DataException.class, () -> Npy.read(file), header).getMessage();
        assertTrue(
                message.startsWith("tensor: " + file + ": " + begin)
                        && message.lines().count() == 1,
                message);
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeMemoryIsAskedFor() throws IOException {
        assertRefused(
                "shape [9999999999, 9999999999], must be of at most 67108864 elements",
                header("<f4", "False", "(9999999999, 9999999999)"),
                new byte[4]);
        assertRefused(
                "shape [8192, 8193], must be of at most 67108864 elements", header("|u1", "False", "(8192, 8193)"));
        for (long value : new long[] {1L << 53, -(1L << 53) - 1, Long.MIN_VALUE}) {
            assertRefused(
                    "an integer of about " + (double) value + ", must be below 2^53 to be exact",
                    header("<i8", "False", "(1,)"),
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(value)
                            .array());
        }
        assertRefused(
                "an integer of about 1.8446744073709552E19, must be below 2^53 to be exact",
                header("<u8", "False", "(1,)"),
                hex("ffffffffffffffff"));
    }

    @Test
    void aFolderGivesItsArraysByName() throws IOException {
        Path b = NpyFiles.write(folder.resolve("b.npy"), "(1,)", 1);
        Path a = NpyFiles.write(folder.resolve("a.npy"), "(1,)", 1);
        Files.createDirectory(folder.resolve("c.npy"));
        Files.writeString(folder.resolve("README"), "arrays");
        assertEquals(List.of(a, b), Npy.in(folder));
        Path empty = folder.resolve("c.npy");
        for (Path none : List.of(empty, a, folder.resolve("missing"))) {
            assertEquals(
                    "tensors: " + none + ", must be a folder with NumPy files (.npy)",
                    assertThrows(DataException.class, () -> Npy.in(none)).getMessage());
        }
    }
}
