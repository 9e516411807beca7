package org.lanewise.kernel;

/**
 * Channels first, S &gt; 1: a channel is N runs of S consecutive elements, C·S apart. A part is a group of whole runs
 * where runs are short, else a piece of one run. Units go channel by channel.
 */
public final class Planes extends Grid {
    /** The most runs in a unit: what is left over of each run is summed one by one, and a long sum loses digits. */
    static final int MAX_GROUP = 256;

    private final long samples;
    private final long spatial;
    private final long pieces;
    private final long group;

    Planes(long samples, int channels, long spatial) {
        this(samples, channels, spatial, Math.max(1, ceilDiv(spatial, UNIT)),
                Math.clamp(UNIT / Math.max(1, spatial), 1, MAX_GROUP));
    }

    private Planes(long samples, int channels, long spatial, long pieces, long group) {
        super(channels, parts(samples, spatial, pieces, group), channels * parts(samples, spatial, pieces, group));
        this.samples = samples;
        this.spatial = spatial;
        this.pieces = pieces;
        this.group = group;
    }

    private static long parts(long samples, long spatial, long pieces, long group) {
        return spatial == 0 ? 0 : ceilDiv(samples, group) * pieces;
    }

    @Override
    public Geometry geometry() {
        return Geometry.PLANES;
    }

    @Override
    public long count(int part) {
        return (long) runsOf(part) * lengthOf(part);
    }

    @Override
    public int slot(int channel, int part) {
        return channel * parts() + part;
    }

    /** The channel that a unit belongs to. Its part is {@code unit - channel·parts()}, its slot the unit itself. */
    public int channel(int unit) {
        return unit / parts();
    }

    /** The number of runs in a unit. */
    public int runs(int unit) {
        return runsOf(unit % parts());
    }

    /** The number of consecutive elements in each run of a unit, at most {@value #UNIT}. */
    public int length(int unit) {
        return lengthOf(unit % parts());
    }

    /** The index of the first element of a unit's first run. */
    public long first(int unit) {
        long part = unit % parts();
        return (part / pieces * group * channels() + channel(unit)) * spatial + part % pieces * UNIT;
    }

    /** How many elements a run starts after the one before it. */
    public long stride() {
        return channels() * spatial;
    }

    private int runsOf(int part) {
        return (int) Math.min(group, samples - part / pieces * group);
    }

    private int lengthOf(int part) {
        return (int) Math.min(UNIT, spatial - part % pieces * UNIT);
    }
}
