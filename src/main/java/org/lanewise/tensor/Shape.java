package org.lanewise.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * The sizes of a tensor's axes: samples N, channels C, and up to three spatial axes, in this order whatever the
 * {@link Layout}. A size may be 0, but there is at least one channel. Immutable.
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
     * @param sizes 2 to 5 of them, each 0 or more; C from 1 to 2^31 - 1
     * @throws IllegalArgumentException if sizes are fewer than 2 or more than 5, one is out of its range, or there are
     *     more than 2^59 elements
     */
    public static Shape of(long... sizes) {
        Objects.requireNonNull(sizes, "sizes");
        if (sizes.length < MIN_RANK || sizes.length > MAX_RANK) {
            throw new IllegalArgumentException("sizes: rank " + sizes.length
                    + ", must be 2 to 5: (N, C), (N, C, L), (N, C, H, W) or (N, C, D, H, W)");
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
        // With at most 8 bytes per element, 2^59 elements keep every byte offset at 2^62 or below, far from overflow.
        if (Math.multiplyHigh(a, b) != 0 || a * b < 0 || a * b > 1L << 59) {
            throw new IllegalArgumentException("sizes: " + Arrays.toString(sizes) + " has more than 2^59 elements");
        }
        return a * b;
    }

    /**
     * This shape with another N.
     *
     * @param samples 0 or more
     * @throws IllegalArgumentException if samples is negative, or there would be more than 2^59 elements
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

    /**
     * The size of an axis.
     *
     * @param axis 0 for N, 1 for C, 2 and up for the spatial axes
     * @throws IndexOutOfBoundsException if there is no such axis
     */
    public long size(int axis) {
        return sizes[axis];
    }

    /** N, the number of samples. */
    public long samples() {
        return sizes[0];
    }

    /** C, the number of channels. */
    public int channels() {
        return (int) sizes[1];
    }

    /** S, the number of positions per sample: the product of the spatial sizes; 1 for (N, C). */
    public long spatial() {
        return spatial;
    }

    /** N·C·S, the number of elements. */
    public long elements() {
        return elements;
    }

    /** N·S, the number of elements of each channel. */
    public long elementsPerChannel() {
        return sizes[0] * spatial;
    }

    /** Whether both have the same sizes, and so the same rank: (8, 4) is not (8, 4, 1). */
    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** The sizes in the order N, C, spatial, such as {@code 32x64x56x56}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long size : sizes) {
            text.append(text.isEmpty() ? "" : "x").append(size);
        }
        return text.toString();
    }
}
