package org.lanewise.app.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The type of an array's elements in NumPy's words: the byte order, {@code <} or {@code >} (| for a single byte), f for
 * floats, i for integers, u for those without sign, and the bytes of each.
 *
 * @param kind f, i or u
 * @param bytes 1, 2, 4 or 8
 */
record NpyType(char kind, int bytes, ByteOrder order) {
    private static final String ALLOWED =
            "must be f2, f4, f8, i1, i2, i4, i8, u1, u2, u4 or u8 after < or > (| with 1 byte)";

    /**
     * The type of a description such as {@code <f4}.
     *
     * @throws IllegalArgumentException if it is another
     */
    static NpyType parse(String text) {
        if (text.startsWith("|O") || text.startsWith("O")) {
            throw new IllegalArgumentException("dtype '" + text + "', Python objects (pickle), " + ALLOWED);
        }
        boolean known = text.matches("[<>]f[248]|[<>][iu][1248]|\\|[iu]1");
        if (!known) {
            throw new IllegalArgumentException("dtype '" + text + "', " + ALLOWED);
        }
        return new NpyType(
                text.charAt(1),
                text.charAt(2) - '0',
                text.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    boolean isInteger() {
        return kind != 'f';
    }

    /** The element at a place, the nearest double to it; data has the byte order of this. */
    double get(ByteBuffer data, int place) {
        return switch (kind) {
            case 'f' ->
                switch (bytes) {
                    case 2 -> Float.float16ToFloat(data.getShort(place));
                    case 4 -> data.getFloat(place);
                    default -> data.getDouble(place);
                };
            case 'i' -> signed(data, place);
            default -> unsigned(data, place);
        };
    }

    private long signed(ByteBuffer data, int place) {
        return switch (bytes) {
            case 1 -> data.get(place);
            case 2 -> data.getShort(place);
            case 4 -> data.getInt(place);
            default -> data.getLong(place);
        };
    }

    private double unsigned(ByteBuffer data, int place) {
        long bits = signed(data, place);
        if (bytes < Long.BYTES) {
            return bits & (1L << bytes * Byte.SIZE) - 1;
        }
        return bits >= 0 ? bits : bits + 0x1p64;
    }
}
