package org.lanewise;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.lanewise.tensor.Shape;

/**
 * What {@link GhostBatchNorm#train} normalized with, a {@link BatchStatistics} per group. Empty at first; reusable. For one thread at a
 * time.
 */
public final class GhostStatistics {
    private final List<BatchStatistics> all = new ArrayList<>();
    private Shape shape;
    private int samplesPerGroup;
    private int groups;

    /**
     * Room for the statistics of some channels.
     *
     * @throws IllegalArgumentException if there is no channel
     */
    public GhostStatistics(int channels) {
        all.add(new BatchStatistics(channels));
    }

    /** The groups of the last forward pass, also if it failed half-way. */
    public int groups() {
        return groups;
    }

    /**
     * The statistics of a group.
     *
     * @throws IndexOutOfBoundsException if there is no such group
     */
    public BatchStatistics group(int group) {
        return all.get(Objects.checkIndex(group, groups));
    }

    /** Of the first group; always there. */
    BatchStatistics first() {
        return all.get(0);
    }

    /** Until {@link #complete} a backward pass takes this for empty. */
    void begin(Shape newShape, int newSamplesPerGroup) {
        shape = null;
        samplesPerGroup = newSamplesPerGroup;
        groups = Math.toIntExact(Math.ceilDiv(newShape.samples(), newSamplesPerGroup));
        while (all.size() < groups) {
            all.add(new BatchStatistics(first().channels()));
        }
    }

    void complete(Shape newShape) {
        shape = newShape;
    }

    void requireFilledFor(Shape other, int otherSamplesPerGroup) {
        if (shape == null) {
            throw new IllegalArgumentException("statistics: empty, must have been filled by a forward pass");
        }
        if (!shape.equals(other) || samplesPerGroup != otherSamplesPerGroup) {
            throw new IllegalArgumentException("x: " + other + " in groups of " + otherSamplesPerGroup + " samples, must be " + shape
                    + " in groups of " + samplesPerGroup + " as in the forward pass that filled the statistics");
        }
    }
}
