package org.lanewise.app.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The header of a .npy file: a dictionary of Python with exactly three keys, and blanks after it, as in
 * {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}.
 *
 * @param type of the elements
 * @param fortranOrder whether the first axis is contiguous, else the last
 * @param shape the sizes of the axes
 */
record NpyHeader(NpyType type, boolean fortranOrder, List<Long> shape) {
    private static final Set<String> KEYS = new TreeSet<>(Set.of("descr", "fortran_order", "shape"));

    /** More axes than NumPy has. */
    private static final int MAX_AXES = 64;

    /** So that the product of a size and any number of elements that is allowed is a long. */
    private static final int MAX_DIGITS = 10;

    /**
     * Parses the text.
     *
     * @throws IllegalArgumentException with what is wrong and what must be
     */
    static NpyHeader parse(String text) {
        return new Parser(text).header();
    }

    /** Reads the text from its begin to its end. */
    private static final class Parser {
        private final String text;
        private int place;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader header() {
            Map<String, Object> values = new HashMap<>();
            expect('{');
            while (!takes('}')) {
                String key = string();
                expect(':');
                if (values.put(key, value(key)) != null) {
                    throw new IllegalArgumentException("header: '" + key + "' twice, must be there once");
                }
                if (!takes(',')) {
                    expect('}');
                    break;
                }
            }
            skipBlanks();
            if (place < text.length()) {
                throw damaged("nothing");
            }
            if (!values.keySet().equals(KEYS)) {
                throw new IllegalArgumentException("header: " + new TreeSet<>(values.keySet()) + ", must have " + KEYS);
            }
            @SuppressWarnings("unchecked")
            List<Long> shape = (List<Long>) values.get("shape");
            return new NpyHeader(
                    (NpyType) values.get("descr"), (Boolean) values.get("fortran_order"), List.copyOf(shape));
        }

        private Object value(String key) {
            Supplier<Object> reader = switch (key) {
                case "descr" -> this::type;
                case "fortran_order" -> this::bool;
                case "shape" -> this::sizes;
                default -> throw new IllegalArgumentException("header: '" + key + "', must have " + KEYS + " alone");
            };
            return reader.get();
        }

        private NpyType type() {
            skipBlanks();
            if (place < text.length() && text.charAt(place) == '[') {
                throw new IllegalArgumentException("dtype: structured, must be of one number per element");
            }
            return NpyType.parse(string());
        }

        private Boolean bool() {
            skipBlanks();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, place)) {
                    place += word.length();
                    return word.equals("True");
                }
            }
            throw damaged("True or False");
        }

        /** A tuple: with one element it needs a comma. */
        private List<Long> sizes() {
            List<Long> sizes = new ArrayList<>();
            expect('(');
            boolean comma = true;
            while (!takes(')')) {
                if (!comma || sizes.size() == MAX_AXES) {
                    throw damaged("a tuple of at most " + MAX_AXES + " sizes");
                }
                sizes.add(size());
                comma = takes(',');
            }
            if (sizes.size() == 1 && !comma) {
                throw damaged("a tuple, as in (5,), before that");
            }
            return sizes;
        }

        private long size() {
            skipBlanks();
            int begin = place;
            while (place < text.length() && text.charAt(place) >= '0' && text.charAt(place) <= '9') {
                place++;
            }
            if (place == begin || place - begin > MAX_DIGITS) {
                place = begin;
                throw damaged("a size of 1 to " + MAX_DIGITS + " digits");
            }
            return Long.parseLong(text, begin, place, 10);
        }

        private String string() {
            skipBlanks();
            char quote = place < text.length() ? text.charAt(place) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, place + 1) : -1;
            if (end < 0) {
                throw damaged("a string");
            }
            String string = text.substring(place + 1, end);
            place = end + 1;
            return string;
        }

        private boolean takes(char c) {
            skipBlanks();
            if (place < text.length() && text.charAt(place) == c) {
                place++;
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!takes(c)) {
                throw damaged(String.valueOf(c));
            }
        }

        private void skipBlanks() {
            while (place < text.length() && " \t\r\n".indexOf(text.charAt(place)) >= 0) {
                place++;
            }
        }

        private IllegalArgumentException damaged(String expected) {
            return new IllegalArgumentException(
                    "header: damaged at byte " + place + ", must have " + expected + " there");
        }
    }
}
