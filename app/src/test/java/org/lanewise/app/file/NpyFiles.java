package org.lanewise.app.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as NumPy writes them, made by hand. */
public final class NpyFiles {
    private NpyFiles() {}

    /** A file of version 1.0 with float32, the last axis contiguous. */
    public static Path write(Path file, String shape, float... values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return Files.write(
                file, bytes(1, "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }", data.array()));
    }

    /** A row of float64. */
    public static Path write(Path file, double... values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return writeRow(file, "<f8", values.length, data);
    }

    /** A row of int64. */
    public static Path write(Path file, long... values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return writeRow(file, "<i8", values.length, data);
    }

    private static Path writeRow(Path file, String type, int count, ByteBuffer data) throws IOException {
        return Files.write(
                file,
                bytes(
                        1,
                        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1, " + count + "), }",
                        data.array()));
    }

    /** A file's bytes, with the header padded so that the data begin at a multiple of 64, as NumPy does. */
    static byte[] bytes(int version, String header, byte[] data) {
        int start = version == 1 ? 10 : 12;
        int length = Math.ceilDiv(start + header.length() + 1, 64) * 64 - start;
        ByteBuffer bytes = ByteBuffer.allocate(start + length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            bytes.putShort((short) length);
        } else {
            bytes.putInt(length);
        }
        bytes.put((header + " ".repeat(length - header.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return bytes.put(data).array();
    }
}
