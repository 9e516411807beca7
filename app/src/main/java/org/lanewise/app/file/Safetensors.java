package org.lanewise.app.file;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lanewise.app.data.DataException;
import org.lanewise.app.nn.Weights;

/**
 * Arrays by their names in a file, in the format "safetensors" of Hugging Face: the length of the header as a
 * little-endian long; the header, a JSON object that has for each name the element type ("dtype"), the shape and from
 * where to where in the rest of the file its bytes are ("data_offsets"); and the elements of all arrays, one after
 * another without gaps. What is written are 32-bit floats; what is read may be of any type of the format.
 */
final class Safetensors {
    private static final int ALIGNMENT = 8;

    /** More than a hundred of our networks, and so few that a wrong file can't ask for all memory. */
    private static final long MAX_BYTES = 1 << 26;

    /** The format's own limit. */
    private static final long MAX_HEADER = 100_000_000;

    private Safetensors() {}

    /** The contents of a file with these arrays. */
    static byte[] of(Map<String, Weights> arrays) {
        Map<String, Object> header = new LinkedHashMap<>();
        long end = 0;
        for (Map.Entry<String, Weights> array : arrays.entrySet()) {
            long begin = end;
            end += (long) array.getValue().values().length * Float.BYTES;
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", "F32");
            entry.put("shape", array.getValue().shape());
            entry.put("data_offsets", List.of(begin, end));
            header.put(array.getKey(), entry);
        }
        String json = json(header);
        // Spaces, so that the elements are aligned.
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        int padded = Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded + end)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put((json + " ".repeat(padded - length)).getBytes(StandardCharsets.UTF_8));
        for (Weights array : arrays.values()) {
            for (float value : array.values()) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    private static String json(Map<String, Object> header) {
        try {
            return JSON.std.asString(header);
        } catch (IOException e) {
            throw new UncheckedIOException("a string can always be written to", e);
        }
    }

    /**
     * Reads all arrays of a file. None is copied or converted before it is asked for.
     *
     * @throws DataException if it can't be read, is not such a file or not a whole one
     */
    static Map<String, StoredTensor> read(Path file) throws DataException {
        byte[] contents = InputFiles.read("weights", file, "a file", MAX_BYTES);
        ByteBuffer bytes = ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < Long.BYTES) {
            throw wrong(file, bytes.remaining() + " bytes, must begin with 8 for the length of its header");
        }
        long length = bytes.getLong();
        if (length < 0 || length > MAX_HEADER) {
            throw wrong(
                    file,
                    "a header of " + Long.toUnsignedString(length) + " bytes, must be at most " + MAX_HEADER
                            + " in a safetensors file");
        }
        if (length < 2 || length > bytes.remaining()) {
            throw wrong(
                    file,
                    "a header of " + length + " bytes in a file of " + bytes.capacity()
                            + ", must be a whole safetensors file");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        try {
            return Header.read(header, bytes.slice());
        } catch (IllegalArgumentException e) {
            throw new DataException("weights: " + file + ": " + e.getMessage(), e);
        }
    }

    private static DataException wrong(Path file, String what) {
        return new DataException("weights: " + file + ": " + what);
    }
}
