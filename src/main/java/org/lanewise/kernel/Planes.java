package org.lanewise.kernel;

/**
 * Channels first, S &gt; 1: a channel is N runs of S consecutive elements, C·S apart. A part is a group of whole runs
 * where runs are short, else a piece of one run. A unit is a part of neighbouring channels, whose runs follow each other in
 * memory. Units go channel by channel.
 */
public final class Planes extends Grid {
    /** The most channels in a unit. */
    static final int MAX_WIDTH = 32;

    /** The most runs in a part: what is left over of each run is summed one by one, and a long sum loses digits. */
    static final int MAX_GROUP = 256;

    /** The most elements in a strip: 8 KiB, from where on memory is fetched ahead well, and parameters still fit the first cache. */
    static final int MAX_STRIP = 1 << 11;

    /** The most elements in a unit of several channels: with a second tensor still in a cache of 1 MiB. */
    private static final int MAX_UNIT = 4 * UNIT;

    /** Runs up to here are better treated together with their neighbours than one by one. */
    private static final int SHORT = 1 << 6;

    private final long samples;
    private final long spatial;
    private final long pieces;
    private final long group;
    private final int width;

    Planes(long samples, int channels, long spatial) {
        this(samples, channels, spatial, Math.max(1, ceilDiv(spatial, UNIT)),
                Math.clamp(UNIT / Math.max(1, spatial), 1, MAX_GROUP));
    }

    private Planes(long samples, int channels, long spatial, long pieces, long group) {
        this(samples, channels, spatial, pieces, group, width(Math.min(group, samples), spatial));
    }

    private Planes(long samples, int channels, long spatial, long pieces, long group, int width) {
        super(channels, parts(samples, spatial, pieces, group),
                ceilDiv(channels, width) * parts(samples, spatial, pieces, group));
        this.samples = samples;
        this.spatial = spatial;
        this.pieces = pieces;
        this.group = group;
        this.width = width;
    }

    private static long parts(long samples, long spatial, long pieces, long group) {
        return spatial == 0 ? 0 : ceilDiv(samples, group) * pieces;
    }

    /** As many channels as make up a unit; where runs are short, as many as make up a strip, unless that is too much. */
    private static int width(long runs, long spatial) {
        long ofChannel = Math.max(1, runs * Math.min(UNIT, spatial));
        long wanted = spatial <= SHORT ? MAX_STRIP / Math.max(1, spatial) : UNIT / ofChannel;
        return (int) Math.clamp(Math.min(wanted, MAX_UNIT / ofChannel), 1L, MAX_WIDTH);
    }

    @Override
    public Geometry geometry() {
        return Geometry.PLANES;
    }

    @Override
    public long count(int part) {
        return (long) runsOf(part) * lengthOf(part);
    }

    /** The number of groups of channels; the units of the first one are 0 to {@link #parts()} - 1, and so on. */
    public int groups() {
        return (int) ceilDiv(channels(), width);
    }

    /** The part that a unit belongs to. */
    public int part(int unit) {
        return unit % parts();
    }

    /** The first channel of a unit. */
    public int channel(int unit) {
        return unit / parts() * width;
    }

    /** The number of channels in a unit, at most {@value #MAX_WIDTH}. */
    public int width(int unit) {
        return Math.min(width, channels() - channel(unit));
    }

    /** The number of runs of each channel in a unit. */
    public int runs(int unit) {
        return runsOf(part(unit));
    }

    /** The number of consecutive elements in each run of a unit, at most {@value #UNIT}. */
    public int length(int unit) {
        return lengthOf(part(unit));
    }

    /** The index of the first element of the first run of a unit's first channel. */
    public long first(int unit) {
        long part = part(unit);
        return (part / pieces * group * channels() + channel(unit)) * spatial + part % pieces * UNIT;
    }

    /** How many elements a run starts after that of the channel before. */
    public long spatial() {
        return spatial;
    }

    /** How many elements a run starts after the one before it of the same channel. */
    public long stride() {
        return channels() * spatial;
    }

    /**
     * Whether the runs of a unit's channels, which are then whole and follow each other, make strips: if there are several, for
     * parameters are written out once.
     */
    public boolean inStrips() {
        return spatial <= SHORT && samples > 1;
    }

    /** The elements in a unit's strips, at most {@value #MAX_STRIP}. */
    public int strip(int unit) {
        return width(unit) * length(unit);
    }

    private int runsOf(int part) {
        return (int) Math.min(group, samples - part / pieces * group);
    }

    private int lengthOf(int part) {
        return (int) Math.min(UNIT, spatial - part % pieces * UNIT);
    }
}
