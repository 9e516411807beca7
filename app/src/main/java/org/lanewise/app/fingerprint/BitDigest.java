package org.lanewise.app.fingerprint;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.lanewise.tensor.Tensor;

/**
 * SHA-256 over numbers, as little-endian bytes on every machine. All NaNs are one: Java promises nothing about the payload
 * of a NaN that it computes. Every other bit counts, the sign of a zero too.
 */
final class BitDigest {
    private final MessageDigest sha;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);
    private long numbers;

    BitDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    void add(Tensor tensor) {
        long elements = tensor.shape().elements();
        for (long i = 0; i < elements; i++) {
            add(tensor.segment().get(JAVA_FLOAT_UNALIGNED, i * Float.BYTES));
        }
    }

    void add(float[] values) {
        for (float value : values) {
            add(value);
        }
    }

    void add(float value) {
        room(Float.BYTES).putInt(Float.floatToIntBits(value));
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
    String hex() {
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
