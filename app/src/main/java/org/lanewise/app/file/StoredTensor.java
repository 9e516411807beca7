package org.lanewise.app.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.lanewise.app.nn.Weights;

/**
 * An array of a file, of any element type. Where it is asked for what it isn't, it throws an IllegalArgumentException
 * that begins with its name.
 *
 * @param name in the file
 * @param dtype the type of its elements
 * @param shape the size of each axis; its elements fill the data
 * @param data its bytes, little-endian, in row-major order
 */
record StoredTensor(String name, Dtype dtype, List<Long> shape, ByteBuffer data) {
    /**
     * Its elements as floats; a float64 is rounded to the nearest.
     *
     * @throws IllegalArgumentException if it has another type, or an element is finite and no float is near it
     */
    Weights weights() {
        if (shape.stream().anyMatch(size -> size > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    name + ": shape " + shape + ", must be of axes up to " + Integer.MAX_VALUE);
        }
        float[] values = new float[Math.toIntExact(data.capacity() * 8L / dtype.bits())];
        Weights weights = new Weights(shape.stream().map(Long::intValue).toList(), values);
        ByteBuffer in = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dtype) {
                case F16 -> Float.float16ToFloat(in.getShort());
                case BF16 -> Float.intBitsToFloat(in.getShort() << Short.SIZE);
                case F32 -> in.getFloat();
                case F64 -> narrowed(in.getDouble(), weights, i);
                default ->
                    throw new IllegalArgumentException(name + ": dtype " + dtype + ", must be F32, F16, BF16 or F64");
            };
        }
        return weights;
    }

    private float narrowed(double value, Weights weights, int index) {
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + weights.place(index) + ": " + value + ", must be within "
                    + Float.MAX_VALUE + ", the largest float");
        }
        return rounded;
    }

    /**
     * Checks that it is a count.
     *
     * @throws IllegalArgumentException if it is not a single I64 of 0 or more
     */
    void requireCount() {
        if (dtype != Dtype.I64) {
            throw new IllegalArgumentException(name + ": dtype " + dtype + ", must be I64");
        }
        if (!shape.isEmpty()) {
            throw new IllegalArgumentException(name + ": shape " + shape + ", must be []");
        }
        long count = data.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (count < 0) {
            throw new IllegalArgumentException(name + ": " + count + ", must be 0 or more");
        }
    }
}
