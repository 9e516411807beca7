package org.lanewise.kernel.grid;

import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * The division of a tensor into units of work, by its shape and layout alone. Immutable.
 *
 * <p>The bits of a statistic depend on the division into parts, and therefore nothing of the machine goes into that:
 * not the number of threads, nor the vector width. A unit covers one part of some neighbouring channels, so that it
 * lies in memory in stretches worth fetching; a channel has the same number of parts, of the same sizes, as every
 * other. A reduction leaves one result per channel and part; they are merged in the order of the parts. How many
 * channels a unit has changes no bit, so that number may depend on the threads.
 */
public abstract sealed class Grid permits Planes, Rows {
    /**
     * The most elements of a channel in a part: the error bound of the sums rests on it. Also the fewest elements of a
     * unit, if the tensor is large enough: 64 KiB of float32, beside which adding up its lanes and merging its result
     * cost nothing.
     */
    public static final int UNIT = 1 << 14;

    /**
     * The lanes that the elements of a run are summed in, whatever the width of the machine's vectors: two vectors of
     * 512 bits or eight of 128, enough chains to hide the latency of an addition.
     */
    public static final int LANES = 16;

    /**
     * The most elements in a strip of memory that vectors walk with a parameter for each element: 4 KiB of floats, so
     * that the strip and its parameters fit the first cache. Also the most columns of a line of rows.
     */
    public static final int STRIP = 1024;

    /** The elements from where on a tensor is taken to be in memory rather than in the cache: 4 MiB of float32. */
    private static final long LARGE = 1 << 20;

    /** So many that a counter of units does not overflow while threads take the last ones. */
    private static final long MAX_UNITS = 1 << 30;

    private final int channels;
    private final int parts;
    private final int units;

    Grid(int channels, long parts, long units) {
        if (units > MAX_UNITS || parts * channels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "shape: too large, has more than 2^30 units of work or 2^31 - 1 results");
        }
        this.channels = channels;
        this.parts = (int) parts;
        this.units = (int) units;
    }

    /**
     * The division of a tensor of this shape and layout for reductions. With one position per sample the layouts are
     * the same.
     *
     * @param threads that share the units, where there are enough channels; no bit depends on it
     */
    public static Grid forReduction(Shape shape, Layout layout, int threads) {
        return isPlanes(shape, layout)
                ? Planes.forReduction(shape.samples(), shape.channels(), shape.spatial(), threads)
                : Rows.forReduction(shape.elementsPerChannel(), shape.channels());
    }

    /** The division for reductions by one thread. */
    public static Grid forReduction(Shape shape, Layout layout) {
        return forReduction(shape, layout, 1);
    }

    /** The division for elementwise operations, no bit of which depends on it. */
    public static Grid forElementwise(Shape shape, Layout layout) {
        return isPlanes(shape, layout)
                ? Planes.forElementwise(shape.samples(), shape.channels(), shape.spatial())
                : Rows.forElementwise(shape.elementsPerChannel(), shape.channels());
    }

    private static boolean isPlanes(Shape shape, Layout layout) {
        return layout == Layout.CHANNELS_FIRST && shape.spatial() != 1;
    }

    /** Which kernels work on this. */
    public abstract Geometry geometry();

    /** The elements of each channel in a part. */
    public abstract long count(int part);

    /** The number of stretches of memory that a unit covers. */
    public abstract int stretches(int unit);

    /** The index of the first element of one of a unit's stretches. */
    public abstract long stretchFirst(int unit, int stretch);

    /** The elements in one of a unit's stretches. */
    public abstract int stretchLength(int unit, int stretch);

    /** Where a reduction leaves its result for a part of a channel: channel by channel in each part. */
    public final int slot(int channel, int part) {
        return part * channels + channel;
    }

    /** The number of units. */
    public final int units() {
        return units;
    }

    /** The number of parts of each channel. */
    public final int parts() {
        return parts;
    }

    /** The number of channels. */
    public final int channels() {
        return channels;
    }

    /** The number of results that a reduction leaves: channels times parts. */
    public final int slots() {
        return channels * parts;
    }

    static boolean isLarge(long elements) {
        return elements >= LARGE;
    }

    static long ceilDiv(long a, long b) {
        return Math.ceilDiv(a, b);
    }
}
