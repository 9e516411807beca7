package org.lanewise.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * The positions of a padded batch that hold data: of each sample some of its S positions, the same for all channels.
 * Immutable.
 *
 * <pre>{@code
 * Shape shape = Shape.of(3, 64, 100); // three sequences, padded to 100 positions
 * ValidPositions valid = ValidPositions.lengths(shape, 100, 37, 62);
 * }</pre>
 *
 * <p>They are kept as runs: a run is a longest stretch of consecutive valid positions in one sample. A run's index goes
 * from 0 to runs - 1; another one is refused with an IndexOutOfBoundsException.
 */
public final class ValidPositions {
    private final long samples;
    private final long spatial;
    private final long count;

    // For each run of valid positions: its first position, as n·S + s; its length; the number of positions before it.
    private final long[] first;
    private final long[] length;
    private final long[] before;

    private ValidPositions(Shape shape, long[] first, long[] length) {
        samples = shape.samples();
        spatial = shape.spatial();
        this.first = first;
        this.length = length;
        before = new long[first.length];
        long sum = 0;
        for (int r = 0; r < first.length; r++) {
            before[r] = sum;
            sum += length[r];
        }
        count = sum;
    }

    /**
     * Positions by a length per sample, along the first spatial axis: such as the length of a sequence of shape (N, C,
     * L), or the number of frames of a video of shape (N, C, D, H, W).
     *
     * @param shape of rank 3 to 5
     * @param lengths one per sample, 0 to the size of the first spatial axis
     * @throws IllegalArgumentException if shape has no spatial axis, lengths are more or fewer than its samples, or one
     *     is out of range
     */
    public static ValidPositions lengths(Shape shape, int... lengths) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(lengths, "lengths");
        if (shape.rank() < 3) {
            throw new IllegalArgumentException("shape: " + shape + ", must have a spatial axis");
        }
        if (lengths.length != shape.samples()) {
            throw new IllegalArgumentException(
                    "lengths: " + lengths.length + " values, must be " + shape.samples() + ", one per sample");
        }
        long[] first = new long[lengths.length];
        long[] length = new long[lengths.length];
        int runs = 0;
        for (int n = 0; n < lengths.length; n++) {
            if (lengths[n] < 0 || lengths[n] > shape.size(2)) {
                throw new IllegalArgumentException(
                        "lengths[" + n + "]: " + lengths[n] + ", must be 0 to " + shape.size(2));
            }
            if (lengths[n] > 0 && shape.spatial() > 0) {
                first[runs] = n * shape.spatial();
                length[runs++] = shape.spatial() / shape.size(2) * lengths[n];
            }
        }
        return new ValidPositions(shape, Arrays.copyOf(first, runs), Arrays.copyOf(length, runs));
    }

    /**
     * Positions by a mask.
     *
     * @param shape of any rank; for (N, C) a position is a sample
     * @param mask N·S values, true for each valid position: sample by sample, in each sample in the order of the
     *     spatial axes
     * @throws IllegalArgumentException if mask has more or fewer values
     */
    public static ValidPositions mask(Shape shape, boolean... mask) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(mask, "mask");
        if (mask.length != shape.elementsPerChannel()) {
            throw new IllegalArgumentException("mask: " + mask.length + " values, must be " + shape.elementsPerChannel()
                    + ", one per sample and position of " + shape);
        }
        long[] first = new long[mask.length];
        long[] length = new long[mask.length];
        int runs = 0;
        for (int p = 0; p < mask.length; p++) {
            if (mask[p]) {
                if (p % shape.spatial() == 0 || !mask[p - 1]) {
                    first[runs++] = p;
                }
                length[runs - 1]++;
            }
        }
        return new ValidPositions(shape, Arrays.copyOf(first, runs), Arrays.copyOf(length, runs));
    }

    /** The number of valid positions of all samples: the number of elements in each channel's statistics. */
    public long count() {
        return count;
    }

    /** N of the shape that these were made for. */
    public long samples() {
        return samples;
    }

    /** S of the shape that these were made for. */
    public long spatial() {
        return spatial;
    }

    /** The number of runs. */
    public int runs() {
        return first.length;
    }

    /** The first position of a run, as n·S + s: position s of sample n. */
    public long first(int run) {
        return first[run];
    }

    /** The number of positions in a run, at least 1. */
    public long length(int run) {
        return length[run];
    }

    /** The number of valid positions before a run. */
    public long before(int run) {
        return before[run];
    }

    /** Whether both have the same N, the same S and the same valid positions. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ValidPositions valid
                && samples == valid.samples
                && spatial == valid.spatial
                && Arrays.equals(first, valid.first)
                && Arrays.equals(length, valid.length);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(first) * 31 + Arrays.hashCode(length);
    }

    @Override
    public String toString() {
        return "ValidPositions[" + count + " of " + samples * spatial + "]";
    }
}
