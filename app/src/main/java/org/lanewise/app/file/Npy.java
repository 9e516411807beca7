package org.lanewise.app.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.lanewise.app.data.DataException;

/**
 * An array of numbers in a file of NumPy's format .npy, versions 1.0, 2.0 and 3.0: six magic bytes, the version, the
 * header's length in 2 bytes (1.0) or 4, the header ({@link NpyHeader}), and the elements and nothing else. Immutable,
 * if nobody changes the array.
 *
 * @param shape the sizes of its axes; none for a single number
 * @param values the elements, the last axis contiguous; exact
 * @param integers whether the file has integers
 */
public record Npy(List<Long> shape, double[] values, boolean integers) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION_BYTES = 2;

    /** NumPy reads no longer ones either, unless it is told to. */
    private static final int MAX_HEADER = 10_000;

    /** 256 MB of float32: what networks are fed with is smaller. */
    private static final long MAX_ELEMENTS = 1 << 26;

    private static final long MAX_BYTES = MAX_ELEMENTS * Double.BYTES + MAX_HEADER;

    /** From here on not every integer is a double. */
    private static final long INEXACT = 1L << 53;

    /**
     * Reads a file.
     *
     * @throws DataException if it can't be read, is not such a file or not a whole one, or has elements that are no
     *     numbers or not exact as doubles
     */
    public static Npy read(Path file) throws DataException {
        byte[] bytes = InputFiles.read("tensor", file, "a NumPy file (.npy)", MAX_BYTES);
        int start = MAGIC.length + VERSION_BYTES;
        if (bytes.length < start || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw wrong(file, "something else, must be a NumPy file (.npy)");
        }
        int version = bytes[MAGIC.length];
        if (version < 1 || version > 3 || bytes[MAGIC.length + 1] != 0) {
            throw wrong(
                    file,
                    "version " + (version & 0xff) + "." + (bytes[MAGIC.length + 1] & 0xff)
                            + ", must be 1.0, 2.0 or 3.0");
        }
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        if (bytes.length < start + lengthBytes) {
            throw wrong(file, "cut off after " + bytes.length + " bytes, must be a whole NumPy file");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? buffer.getShort(start) & 0xffff : buffer.getInt(start) & 0xffff_ffffL;
        start += lengthBytes;
        if (length > MAX_HEADER) {
            throw wrong(file, "a header of " + length + " bytes, must be at most " + MAX_HEADER);
        }
        if (length > bytes.length - start) {
            throw wrong(
                    file,
                    "a header of " + length + " bytes in a file of " + bytes.length + ", must be a whole NumPy file");
        }
        String text = new String(
                bytes, start, (int) length, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        NpyHeader header;
        try {
            header = NpyHeader.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DataException("tensor: " + file + ": " + e.getMessage(), e);
        }
        return read(file, header, buffer.slice(start + (int) length, bytes.length - start - (int) length));
    }

    private static Npy read(Path file, NpyHeader header, ByteBuffer data) throws DataException {
        long elements = 1;
        for (long size : header.shape()) {
            elements = size == 0 ? 0 : elements * size;
            if (elements > MAX_ELEMENTS) {
                throw wrong(file, "shape " + header.shape() + ", must be of at most " + MAX_ELEMENTS + " elements");
            }
        }
        NpyType type = header.type();
        if (data.capacity() != elements * type.bytes()) {
            throw wrong(
                    file,
                    data.capacity() + " bytes of data, must be " + elements * type.bytes() + " for shape "
                            + header.shape() + " of " + type.bytes() + "-byte elements");
        }
        data.order(type.order());
        double[] values = new double[(int) elements];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.get(data, i * type.bytes());
            if (type.isInteger() && Math.abs(values[i]) >= INEXACT) {
                throw wrong(file, "an integer of about " + values[i] + ", must be below 2^53 to be exact");
            }
        }
        return new Npy(
                header.shape(), header.fortranOrder() ? transposed(values, header.shape()) : values, type.isInteger());
    }

    /** From the first axis contiguous to the last. */
    private static double[] transposed(double[] values, List<Long> shape) {
        int rank = shape.size();
        double[] result = new double[values.length];
        int[] index = new int[rank];
        for (int i = 0; i < result.length; i++) {
            int from = 0;
            for (int axis = rank - 1; axis >= 0; axis--) {
                from = (int) (from * shape.get(axis)) + index[axis];
            }
            result[i] = values[from];
            for (int axis = rank - 1; axis >= 0 && ++index[axis] == shape.get(axis); axis--) {
                index[axis] = 0;
            }
        }
        return result;
    }

    /**
     * The files of a folder that are arrays by their names, in the order of these.
     *
     * @throws DataException if there is none
     */
    public static List<Path> in(Path folder) throws DataException {
        return InputFiles.in(
                "tensors", folder, file -> file.getFileName().toString().endsWith(".npy"), "NumPy files (.npy)");
    }

    private static DataException wrong(Path file, String what) {
        return new DataException("tensor: " + file + ": " + what);
    }
}
