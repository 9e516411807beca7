package org.lanewise.kernel.grid;

/**
 * Channels first, S &gt; 1: a channel is N planes of S consecutive elements, C·S apart. A part is some whole planes,
 * each of them a run, where planes are short; else it is a run that is a piece of one plane. A unit is a part of a
 * group of neighbouring channels, whose runs follow each other in memory. Units go part by part.
 */
public final class Planes extends Grid {
    /** The most channels whose sums are taken together: 80 KiB of them. */
    public static final int MAX_WIDTH = 256;

    /** The most in a tensor that is not large, so that there are units for more threads than one. */
    private static final int SMALL_WIDTH = 64;

    /** The most runs in a part: the tails of all runs are one sum, and a long sum loses digits. */
    static final int MAX_RUNS = 256;

    /** The elements that lie together in a unit of a tensor in the cache: 16 KiB, four pages. */
    private static final int PAGES = 1 << 12;

    /** Those of a tensor in memory, which is fetched ahead well only if it is read on and on: 256 KiB. */
    private static final int MANY_PAGES = 1 << 16;

    /** The fewest units per thread. Threads take them as they come, so the last one of a call should not be long. */
    private static final int UNITS_PER_THREAD = 4;

    /** Runs up to here are better treated together with their neighbours than one by one. */
    private static final int SHORT = 1 << 5;

    /** Runs from here on are fetched well each by itself. */
    private static final int LONG = 1 << 13;

    private final long samples;
    private final long spatial;
    private final long piecesPerPlane;
    private final long samplesPerPart;
    private final int width;
    private final int channelGroups;

    /**
     * @param samplesPerPart the samples that a part covers, with one run of each
     * @param width the channels in a unit
     */
    private Planes(long samples, int channels, long spatial, long samplesPerPart, int width) {
        super(
                channels,
                parts(samples, spatial, samplesPerPart),
                ceilDiv(channels, width) * parts(samples, spatial, samplesPerPart));
        this.samples = samples;
        this.spatial = spatial;
        this.piecesPerPlane = piecesPerPlane(spatial);
        this.samplesPerPart = samplesPerPart;
        this.width = width;
        this.channelGroups = Math.ceilDiv(channels, width);
    }

    /**
     * For reductions: as many channels as make up a unit, or whose runs are long enough together; fewer where some
     * threads would find no unit.
     */
    static Planes forReduction(long samples, int channels, long spatial, int threads) {
        long samplesPerPart = samplesPerPart(spatial);
        long ofChannel = Math.max(1, Math.min(samplesPerPart, samples) * Math.min(UNIT, spatial));
        // Long runs are fetched well by themselves, and a group of them is to stay in the cache.
        boolean large = isLarge(samples * channels * spatial) && spatial < LONG;
        long wanted = Math.max(UNIT / ofChannel, (large ? MANY_PAGES : PAGES) / Math.max(1, spatial));
        int width = (int) Math.clamp(wanted, 1L, large ? MAX_WIDTH : SMALL_WIDTH);
        if (threads > 1) {
            long groups =
                    ceilDiv((long) UNITS_PER_THREAD * threads, Math.max(1, parts(samples, spatial, samplesPerPart)));
            long fewest = Math.max(1, PAGES / Math.max(1, spatial));
            width = (int) Math.min(width, Math.max(fewest, ceilDiv(channels, groups)));
        }
        return new Planes(samples, channels, spatial, samplesPerPart, width);
    }

    /** For elementwise operations: whole samples, as they lie in memory; strips of them where runs are short. */
    static Planes forElementwise(long samples, int channels, long spatial) {
        long elements = spatial <= SHORT ? STRIP : UNIT;
        int width = (int) Math.clamp(elements / Math.max(1, spatial), 1L, channels);
        return new Planes(samples, channels, spatial, spatial <= SHORT ? samplesPerPart(spatial) : 1, width);
    }

    private static long samplesPerPart(long spatial) {
        return Math.clamp(UNIT / Math.max(1, spatial), 1L, MAX_RUNS);
    }

    private static long piecesPerPlane(long spatial) {
        return Math.max(1, ceilDiv(spatial, UNIT));
    }

    private static long parts(long samples, long spatial, long samplesPerPart) {
        return spatial == 0 ? 0 : ceilDiv(samples, samplesPerPart) * piecesPerPlane(spatial);
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
    public int stretches(int unit) {
        return piecesPerPlane == 1 ? runs(unit) : width(unit);
    }

    @Override
    public long stretchFirst(int unit, int stretch) {
        return first(unit) + stretch * (piecesPerPlane == 1 ? stride() : spatial);
    }

    @Override
    public int stretchLength(int unit, int stretch) {
        return piecesPerPlane == 1 ? width(unit) * length(unit) : length(unit);
    }

    /** The number of groups of channels: unit {@code part·channelGroups() + g} is of group g. */
    public int channelGroups() {
        return channelGroups;
    }

    /** The part that a unit belongs to. */
    public int part(int unit) {
        return unit / channelGroups;
    }

    /** The first channel of a unit. */
    public int channel(int unit) {
        return unit % channelGroups * width;
    }

    /** The number of channels in a unit. */
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
        return (part / piecesPerPlane * samplesPerPart * channels() + channel(unit)) * spatial
                + part % piecesPerPlane * UNIT;
    }

    /** How many elements a run starts after that of the channel before. */
    public long spatial() {
        return spatial;
    }

    /** How many elements a run starts after the one before it of the same channel. */
    public long stride() {
        return channels() * spatial;
    }

    /** Whether the tensor is taken to be in memory rather than in the cache. */
    public boolean isLarge() {
        return isLarge(samples * stride());
    }

    /** Whether the runs of a unit's channels, which are then whole and follow each other, make strips. */
    public boolean inStrips() {
        return spatial <= SHORT && strip(0) <= STRIP;
    }

    /**
     * Whether a group's runs lie close enough together. Then it is better to reduce a group and take it through the
     * elementwise stage at once, than to walk the whole tensor twice in the order of memory.
     */
    public boolean isFetchedWell() {
        return samples == 1 || spatial >= LONG;
    }

    /** The elements in a unit's strips, at most {@value #STRIP}. */
    public int strip(int unit) {
        return width(unit) * length(unit);
    }

    private int runsOf(int part) {
        return (int) Math.min(samplesPerPart, samples - part / piecesPerPlane * samplesPerPart);
    }

    private int lengthOf(int part) {
        return (int) Math.min(UNIT, spatial - part % piecesPerPlane * UNIT);
    }
}
