package org.lanewise.app.file;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.lanewise.app.data.DataException;
import org.lanewise.app.nn.Weights;

/**
 * Arrays by their names in a file, in the format "safetensors" of Hugging Face: the length of the header as a
 * little-endian long; the header, a JSON object that has for each name the element type ("dtype"), the shape and from
 * where to where in the rest of the file its bytes are ("data_offsets"); and the elements of all arrays, one after
 * another without gaps. Here these are 32-bit floats.
 */
public final class Safetensors {
    /** PyTorch's count of batches, a long, which no inference needs. It is skipped, so that its files can be read. */
    private static final String SKIPPED = "num_batches_tracked";

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    /** More than a hundred of our networks, and so few that a wrong file can't ask for all memory. */
    private static final long MAX_BYTES = 1 << 26;

    private Safetensors() {}

    /**
     * Writes arrays to a file, in the place of one that is there, or leaves that as it is.
     *
     * @throws IOException if it can't be written
     */
    public static void write(Map<String, Weights> arrays, Path file) throws IOException {
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
        String json = JSON.std.asString(header);
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
        WholeFile.write(file, out -> out.write(bytes.array()));
    }

    /**
     * Reads all arrays of a file.
     *
     * @throws DataException if it can't be read, is not such a file or not a whole one, or has other element types
     */
    public static Map<String, Weights> read(Path file) throws DataException {
        ByteBuffer bytes = ByteBuffer.wrap(readBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < Long.BYTES) {
            throw wrong(file, bytes.remaining() + " bytes, must begin with 8 for the length of its header");
        }
        long length = bytes.getLong();
        if (length < 2 || length > bytes.remaining()) {
            throw wrong(file, "a header of " + Long.toUnsignedString(length) + " bytes in a file of " + bytes.capacity()
                    + ", must be a whole safetensors file");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        return arrays(file, parse(file, header), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static byte[] readBytes(Path file) throws DataException {
        try {
            if (!Files.isRegularFile(file)) {
                throw wrong(file, Files.exists(file) ? "no regular file, must be one" : "missing, must be a file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(file, Files.size(file) + " bytes, must be at most " + MAX_BYTES);
            }
            return Files.readAllBytes(file);
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException("weights: " + file + ": can't be read (" + e + "), must be a readable file", e);
        }
    }

    private static Map<String, Object> parse(Path file, byte[] header) throws DataException {
        String text = new String(header, StandardCharsets.UTF_8).stripTrailing();
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw wrong(file, "the header is no JSON object, must be a safetensors file");
        }
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new DataException("weights: " + file + ": the header is no JSON, must be a safetensors file", e);
        }
    }

    private static Map<String, Weights> arrays(Path file, Map<String, Object> header, ByteBuffer data)
            throws DataException {
        Map<String, Weights> arrays = new LinkedHashMap<>();
        NavigableMap<Long, Long> ends = new TreeMap<>();
        for (Map.Entry<String, Object> named : header.entrySet()) {
            String name = named.getKey();
            if (name.equals(METADATA)) {
                continue;
            }
            if (!(named.getValue() instanceof Map<?, ?> entry)) {
                throw wrong(file, name + ": " + named.getValue() + ", must have dtype, shape and data_offsets");
            }
            List<Long> offsets = numbers(file, name, "data_offsets", entry);
            if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > data.capacity()) {
                throw wrong(file, name + ": data_offsets " + offsets + ", must be within the " + data.capacity()
                        + " bytes that are there");
            }
            if (offsets.get(0) < offsets.get(1) && ends.put(offsets.get(0), offsets.get(1)) != null) {
                throw wrong(file, name + ": data_offsets " + offsets + ", must not be another array's too");
            }
            if (!name.endsWith(SKIPPED)) {
                arrays.put(name, floats(file, name, entry, data.slice(
                        offsets.get(0).intValue(), (int) (offsets.get(1) - offsets.get(0)))));
            }
        }
        long end = 0;
        for (Map.Entry<Long, Long> array : ends.entrySet()) {
            if (array.getKey() != end) {
                throw wrong(file, "an array from byte " + array.getKey() + " on, must be from " + end + ": without gaps or overlaps");
            }
            end = array.getValue();
        }
        if (end != data.capacity()) {
            throw wrong(file, data.capacity() + " bytes of data and arrays of " + end + ", must be the same");
        }
        return arrays;
    }

    private static Weights floats(Path file, String name, Map<?, ?> entry, ByteBuffer data) throws DataException {
        if (!"F32".equals(entry.get("dtype"))) {
            throw wrong(file, name + ": dtype " + entry.get("dtype") + ", must be F32");
        }
        List<Long> sizes = numbers(file, name, "shape", entry);
        long count = 1;
        List<Integer> shape = new ArrayList<>();
        for (long size : sizes) {
            if (size > MAX_BYTES || (count *= size) > MAX_BYTES) {
                throw wrong(file, name + ": shape " + sizes + ", must be of fewer elements");
            }
            shape.add((int) size);
        }
        if (count * Float.BYTES != data.capacity()) {
            throw wrong(
                    file, name + ": shape " + sizes + " in " + data.capacity() + " bytes, must be 4 for each element");
        }
        float[] values = new float[(int) count];
        data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new Weights(shape, values);
    }

    private static List<Long> numbers(Path file, String name, String key, Map<?, ?> entry) throws DataException {
        List<Long> numbers = new ArrayList<>();
        if (entry.get(key) instanceof List<?> list) {
            for (Object element : list) {
                if ((element instanceof Integer || element instanceof Long) && ((Number) element).longValue() >= 0) {
                    numbers.add(((Number) element).longValue());
                }
            }
            if (numbers.size() == list.size()) {
                return numbers;
            }
        }
        throw wrong(file, name + ": " + key + " " + entry.get(key) + ", must be a list of whole numbers");
    }

    private static DataException wrong(Path file, String what) {
        return new DataException("weights: " + file + ": " + what);
    }
}
