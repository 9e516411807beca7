package org.lanewise.app.fingerprint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.lanewise.tensor.Tensor;

/**
 * SHA-256 over numbers, as little-endian bytes on every machine. All NaNs are one: Java promises nothing about the
 * payload of a NaN that it computes. Every other bit counts, the sign of a zero too.
 */
public final class BitDigest {
    private static final ValueLayout.OfFloat LITTLE_ENDIAN_FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MessageDigest sha;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);
    private long numbers;

    /** An empty one. */
    public BitDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    void add(Tensor tensor) {
        addAll(tensor.toArray());
    }

    /** Adds all values. */
    public void add(float[] values) {
        addAll(values.clone());
    }

    /** In bulk: the interpreter would take most of its time for a call per number. Changes the array. */
    private void addAll(float[] values) {
        flush();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != values[i]) {
                values[i] = Float.NaN;
            }
        }
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), LITTLE_ENDIAN_FLOAT, 0, values.length);
        sha.update(bytes);
        numbers += values.length;
    }

    void add(double value) {
        room(Double.BYTES).putLong(Double.doubleToLongBits(value));
    }

    void add(long value) {
        room(Long.BYTES).putLong(value);
    }

    /** How many numbers were added. */
    long numbers() {
        return numbers;
    }

    /** The hash in hexadecimal; begins anew. */
    public String hex() {
        flush();
        return HexFormat.of().formatHex(sha.digest());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        numbers++;
        return buffer;
    }

    private void flush() {
        sha.update(buffer.flip());
        buffer.clear();
    }
}
