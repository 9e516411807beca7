package org.lanewise.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * The sizes of a tensor's axes: samples N, channels C, and up to three spatial axes, in this order whatever the
 * {@link Layout}. Immutable. A size may be 0, except that of the channels.
 */
public final class Shape {
    private static final int MIN_RANK = 2;
    private static final int MAX_RANK = 5;

    private final long[] sizes;
    private final long spatial;
    private final long elements;

    private Shape(long[] sizes, long spatial, long elements) {
        this.sizes = sizes;
        this.spatial = spatial;
        this.elements = elements;
    }

    /**
     * A shape of the sizes (N, C), (N, C, L), (N, C, H, W) or (N, C, D, H, W).
     *
     * @throws IllegalArgumentException if the rank is not 2 to 5, a size is negative, there is no channel or more than
     *     an array can index, or the number of bytes would pass 2^62
     */
    public static Shape of(long... sizes) {
        Objects.requireNonNull(sizes, "sizes");
        if (sizes.length < MIN_RANK || sizes.length > MAX_RANK) {
            throw new IllegalArgumentException(
                    "sizes: rank " + sizes.length + ", must be 2 to 5: (N, C), (N, C, L), (N, C, H, W) or (N, C, D, H, W)");
        }
        long[] copy = sizes.clone();
        for (int axis = 0; axis < copy.length; axis++) {
            if (copy[axis] < 0) {
                throw new IllegalArgumentException("sizes[" + axis + "]: " + copy[axis] + ", must not be negative");
            }
        }
        if (copy[1] < 1 || copy[1] > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("sizes[1]: " + copy[1] + " channels, must be 1 to 2147483647");
        }
        long spatial = 1;
        for (int axis = 2; axis < copy.length; axis++) {
            spatial = product(spatial, copy[axis], copy);
        }
        long elements = product(product(spatial, copy[1], copy), copy[0], copy);
        return new Shape(copy, spatial, elements);
    }

    private static long product(long a, long b, long[] sizes) {
        // 8 bytes an element at most: 2^59 elements keep every byte offset far from the end of a long.
        if (Math.multiplyHigh(a, b) != 0 || a * b < 0 || a * b > 1L << 59) {
            throw new IllegalArgumentException("sizes: " + Arrays.toString(sizes) + " has more than 2^59 elements");
        }
        return a * b;
    }

    /**
     * The same but for N.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public Shape withSamples(long samples) {
        long[] copy = sizes.clone();
        copy[0] = samples;
        return of(copy);
    }

    /** The number of axes, 2 to 5. */
    public int rank() {
        return sizes.length;
    }

    /** The size of an axis: 0 is N, 1 is C, 2 and up are spatial. */
    public long size(int axis) {
        return sizes[axis];
    }

    /** N. */
    public long samples() {
        return sizes[0];
    }

    /** C. */
    public int channels() {
        return (int) sizes[1];
    }

    /** S: the positions per sample and channel, the product of the spatial sizes; 1 for (N, C). */
    public long spatial() {
        return spatial;
    }

    /** N·C·S. */
    public long elements() {
        return elements;
    }

    /** N·S, the elements that one channel's statistics are taken over. */
    public long elementsPerChannel() {
        return sizes[0] * spatial;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** The sizes with an x between them, as in {@code 32x64x56x56}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long size : sizes) {
            text.append(text.isEmpty() ? "" : "x").append(size);
        }
        return text.toString();
    }
}
