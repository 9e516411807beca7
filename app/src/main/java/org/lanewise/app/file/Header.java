package org.lanewise.app.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a file in the format safetensors: a JSON object in UTF-8, after which there may be spaces. Every entry
 * is checked whole, whether somebody asks for its array or not: an IllegalArgumentException says what is wrong.
 */
final class Header {
    private static final String METADATA = "__metadata__";

    /** Of a value in a message. */
    private static final int SHOWN = 100;

    private static final JsonFactory PARSERS = new JsonFactory();

    private Header() {}

    /**
     * The arrays by their names, in the order of the header.
     *
     * @param header the bytes of the header
     * @param data what follows it
     * @throws IllegalArgumentException if the format has no such header, or no such data after it
     */
    static Map<String, StoredTensor> read(byte[] header, ByteBuffer data) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<Extent> extents = new ArrayList<>();
        parse(text(header)).forEach((name, value) -> {
            if (name.equals(METADATA)) {
                checkMetadata(value);
            } else {
                Map<?, ?> entry = object(name, value);
                Extent extent = extent(name, entry, data.capacity());
                extents.add(extent);
                tensors.put(
                        name,
                        tensor(
                                name,
                                entry,
                                data.slice(Math.toIntExact(extent.begin), Math.toIntExact(extent.end - extent.begin))));
            }
        });
        checkWithoutGaps(extents, data.capacity());
        return tensors;
    }

    /** A value for a message: its beginning, if it is long. */
    static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static String text(byte[] header) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the header is no UTF-8, must be a safetensors file", e);
        }
        // Other white space before or after the object is JSON, but not this format.
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        if (!text.startsWith("{") || text.charAt(end - 1) != '}') {
            throw new IllegalArgumentException("the header is no JSON object, must be a safetensors file");
        }
        return text.substring(0, end);
    }

    /** The object's values by their names. Jackson alone would let a second value follow the object. */
    private static Map<String, Object> parse(String text) {
        Map<String, Object> values = new LinkedHashMap<>();
        String name = null;
        try (JsonParser parser = PARSERS.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                name = parser.currentName();
                if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
                    throw new IllegalArgumentException(name + ": half of a surrogate pair, must be a name in Unicode");
                }
                parser.nextToken();
                Object value = JSON.std.anyFrom(parser);
                if (values.containsKey(name)) {
                    throw new IllegalArgumentException(name + ": twice in the header, must be there once");
                }
                values.put(name, value);
            }
            if (hasMore(parser)) {
                throw new IllegalArgumentException("the header has more after its object, must be one JSON object");
            }
        } catch (JsonProcessingException e) {
            String where = name == null ? "" : name + ": ";
            throw new IllegalArgumentException(
                    where + "the header is no JSON (" + shown(e.getOriginalMessage()) + "), must be a safetensors file",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("a string can always be read", e);
        }
        return values;
    }

    private static boolean hasMore(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() != null;
        } catch (JsonProcessingException e) {
            return true; // And no JSON.
        }
    }

    private static void checkMetadata(Object value) {
        for (Map.Entry<?, ?> entry : object(METADATA, value).entrySet()) {
            if (!(entry.getValue() instanceof String)) {
                throw new IllegalArgumentException(METADATA + ": " + shown(entry.getKey()) + " is "
                        + shown(entry.getValue()) + ", must be a string");
            }
        }
    }

    private static Map<?, ?> object(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(name + ": " + shown(value) + ", must be an object"
                + (name.equals(METADATA) ? " of strings" : " with dtype, shape and data_offsets"));
    }

    /** Where an array lies in the data. */
    private record Extent(String name, long begin, long end) {
        static final Comparator<Extent> ORDER =
                Comparator.comparingLong(Extent::begin).thenComparingLong(Extent::end);

        @Override
        public String toString() {
            return name + ": data_offsets [" + begin + ", " + end + "]";
        }
    }

    private static Extent extent(String name, Map<?, ?> entry, int bytes) {
        List<Long> offsets = numbers(name, "data_offsets", entry);
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > bytes) {
            throw new IllegalArgumentException(name + ": data_offsets " + shown(offsets)
                    + ", must be a beginning and an end within the " + bytes + " bytes that are there");
        }
        return new Extent(name, offsets.get(0), offsets.get(1));
    }

    private static StoredTensor tensor(String name, Map<?, ?> entry, ByteBuffer data) {
        Dtype dtype = Dtype.of(name, entry.get("dtype"));
        List<Long> shape = numbers(name, "shape", entry);
        long bits = dtype.bits();
        try {
            for (long size : shape) {
                bits = Math.multiplyExact(bits, size);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + ": shape " + shown(shape) + ", must be of fewer elements", e);
        }
        if (bits != data.capacity() * 8L) {
            throw new IllegalArgumentException(name + ": shape " + shown(shape) + " of " + dtype + " in "
                    + data.capacity() + " bytes, must be " + dtype.bits() + " bits for each element");
        }
        return new StoredTensor(name, dtype, shape, data);
    }

    private static List<Long> numbers(String name, String key, Map<?, ?> entry) {
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
        throw new IllegalArgumentException(
                name + ": " + key + " " + shown(entry.get(key)) + ", must be a list of whole numbers");
    }

    /** No byte may be nobody's, or two arrays'. An empty array lies between two others, too. */
    private static void checkWithoutGaps(List<Extent> extents, int bytes) {
        long end = 0;
        for (Extent extent : extents.stream().sorted(Extent.ORDER).toList()) {
            if (extent.begin != end) {
                throw new IllegalArgumentException(extent + ", must begin at " + end + ": without gaps or overlaps");
            }
            end = extent.end;
        }
        if (end != bytes) {
            throw new IllegalArgumentException(bytes + " bytes of data and arrays of " + end + ", must be the same");
        }
    }
}
