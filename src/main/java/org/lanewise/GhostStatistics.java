package org.lanewise;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.lanewise.tensor.Shape;

/**
 * The statistics that {@link GhostBatchNorm#train} normalized with: a {@link BatchStatistics} per group of samples. A
 * forward pass fills them, a backward pass reads them. Reusable.
 *
 * <p>Mutable, for one thread at a time.
 */
public final class GhostStatistics {
    private final List<BatchStatistics> all = new ArrayList<>();
    private Shape shape;
    private int samplesPerGroup;
    private int groups;

    /**
     * Empty statistics.
     *
     * @param channels C, 1 or more
     * @throws IllegalArgumentException if channels is below 1
     */
    public GhostStatistics(int channels) {
        all.add(new BatchStatistics(channels));
    }

    /** The number of groups of the last forward pass, even if it failed before its end. */
    public int groups() {
        return groups;
    }

    /**
     * The statistics of a group.
     *
     * @param group 0 to groups - 1
     * @throws IndexOutOfBoundsException if there is no such group
     */
    public BatchStatistics group(int group) {
        return all.get(Objects.checkIndex(group, groups));
    }

    /** The statistics of the first group, which always exist. */
    BatchStatistics first() {
        return all.get(0);
    }

    /** Prepares for a forward pass. Until {@link #complete}, a backward pass sees these statistics as empty. */
    void begin(Shape newShape, int newSamplesPerGroup) {
        shape = null;
        samplesPerGroup = newSamplesPerGroup;
        groups = Math.toIntExact(Math.ceilDiv(newShape.samples(), newSamplesPerGroup));
        while (all.size() < groups) {
            all.add(new BatchStatistics(first().channels()));
        }
    }

    /** Marks a forward pass as done. */
    void complete(Shape newShape) {
        shape = newShape;
    }

    void requireFilledFor(Shape other, int otherSamplesPerGroup) {
        if (shape == null) {
            throw new IllegalArgumentException("statistics: empty, must have been filled by a forward pass");
        }
        if (!shape.equals(other) || samplesPerGroup != otherSamplesPerGroup) {
            throw new IllegalArgumentException(
                    "x: " + other + " in groups of " + otherSamplesPerGroup + " samples, must be " + shape
                            + " in groups of " + samplesPerGroup
                            + " as in the forward pass that filled the statistics");
        }
    }
}
