package org.lanewise.kernel.grid;

/**
 * Channels last, and (N, C): a matrix of N·S rows of C consecutive elements; each column is a channel. Where C is
 * small, several rows side by side make a line, long enough for vectors: column j of a line is of channel j mod C. A
 * part is some lines that follow each other. A unit is a tile of a part's lines: neighbouring columns. The rows left
 * over, less than a line, go with the last part. Units follow memory: along the tiles of a part, then on to the next
 * part.
 */
public final class Rows extends Grid {
    /**
     * The most columns of a line made of several rows, and of a tile of a tensor in the cache: their sums stay in the
     * cache's first level. Tiles of a tensor in memory have up to {@link #STRIP}: memory is fetched ahead only where it
     * is read page by page.
     */
    static final int TILE = 256;

    /** The most additions one after the other: a long sum loses digits. */
    static final int MAX_CHAIN = 4096;

    /** About the most parts: to merge more would take longer than the time that more threads save. */
    private static final int PARTS = 32;

    /**
     * The fewest rows in a part, if there are four times as many: merging a part takes about as long as summing some
     * ten rows.
     */
    private static final int FEWEST_ROWS = 256;

    /** The fewest lines in a part where a line is several rows. */
    private static final int FEWEST_LINES = 64;

    private final long rows;
    private final int rowsPerLine;
    private final long lines;
    private final int height;
    private final int channelsPerTile;
    private final int tiles;

    private Rows(long rows, int channels, int channelsPerTile, int rowsPerLine, int height) {
        super(
                channels,
                parts(rows, rows / rowsPerLine, height),
                parts(rows, rows / rowsPerLine, height) * ceilDiv(channels, channelsPerTile));
        this.rows = rows;
        this.rowsPerLine = rowsPerLine;
        this.lines = rows / rowsPerLine;
        this.height = height;
        this.channelsPerTile = channelsPerTile;
        this.tiles = (int) ceilDiv(channels, channelsPerTile);
    }

    /** For reductions. */
    static Rows forReduction(long rows, int channels) {
        int channelsPerTile = channelsPerTile(channels, isLarge(rows * channels) ? STRIP : TILE);
        int rowsPerLine = rowsPerLine(channels, TILE);
        int most = Math.min(MAX_CHAIN - rowsPerLine, UNIT / rowsPerLine) - 1;
        // A part of lines of several rows adds up their columns at its end, which takes as long as some lines more.
        int fewestLines = rowsPerLine == 1 ? FEWEST_ROWS : FEWEST_LINES;
        int fewest = Math.clamp(Math.min(rows / rowsPerLine / 4, fewestLines), 1, most);
        int height = Math.clamp(ceilDiv(rows / rowsPerLine, PARTS), fewest, most);
        return new Rows(rows, channels, channelsPerTile, rowsPerLine, height);
    }

    /** For elementwise operations. */
    static Rows forElementwise(long rows, int channels) {
        int channelsPerTile = channelsPerTile(channels, STRIP);
        int rowsPerLine = rowsPerLine(channels, STRIP);
        int most = Math.min(MAX_CHAIN - rowsPerLine, UNIT / rowsPerLine) - 1;
        int fewest = Math.clamp(UNIT / (rowsPerLine * Math.min(channels, channelsPerTile)), 1, most);
        int height = Math.clamp(ceilDiv(rows / rowsPerLine, PARTS), fewest, most);
        return new Rows(rows, channels, channelsPerTile, rowsPerLine, height);
    }

    /** Tiles about equal, of whole vectors. */
    private static int channelsPerTile(int channels, int most) {
        int tiles = Math.ceilDiv(channels, most);
        return Math.ceilDiv(Math.ceilDiv(channels, tiles), LANES) * LANES;
    }

    /** As many rows as fit some columns; if there is a choice, such that they are whole vectors together. */
    private static int rowsPerLine(int channels, int columns) {
        int most = Math.max(1, columns / channels);
        int whole = LANES / Math.min(LANES, Integer.lowestOneBit(channels));
        return most < whole ? most : most - most % whole;
    }

    private static long parts(long rows, long lines, int height) {
        return rows == 0 ? 0 : Math.max(1, ceilDiv(lines, height));
    }

    @Override
    public Geometry geometry() {
        return Geometry.ROWS;
    }

    @Override
    public long count(int part) {
        long most = (long) height * rowsPerLine;
        return part < parts() - 1 ? most : rows - part * most;
    }

    @Override
    public int stretches(int unit) {
        return tiles == 1 ? 1 : height(unit);
    }

    @Override
    public long stretchFirst(int unit, int stretch) {
        return first(unit) + stretch * stride();
    }

    @Override
    public int stretchLength(int unit, int stretch) {
        return tiles == 1 ? height(unit) * (int) stride() + rest(unit) : columns(unit);
    }

    /** The part that a unit belongs to. */
    public int part(int unit) {
        return unit / tiles;
    }

    /** The first channel of a unit, which is that of its first column. */
    public int channel(int unit) {
        return unit % tiles * channelsPerTile;
    }

    /** The number of channels in a unit. */
    public int width(int unit) {
        return Math.min(channelsPerTile, channels() - channel(unit));
    }

    /** The number of columns in a unit: {@link #width} of a row, so many times as rows make a line. */
    public int columns(int unit) {
        return width(unit) * rowsPerLine;
    }

    /** The number of whole lines in a unit. */
    public int height(int unit) {
        return (int) Math.min(height, lines - (long) part(unit) * height);
    }

    /** The number of columns in what comes after a unit's lines: whole rows, less than a line. */
    public int rest(int unit) {
        return part(unit) < parts() - 1 ? 0 : (int) (rows % rowsPerLine) * channels();
    }

    /** The index of the first element of a unit's first line. */
    public long first(int unit) {
        return (long) part(unit) * height * stride() + channel(unit);
    }

    /** How many elements a line starts after the one before. */
    public long stride() {
        return (long) channels() * rowsPerLine;
    }
}
