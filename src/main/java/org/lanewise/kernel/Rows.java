package org.lanewise.kernel;

/**
 * Channels last, and (N, C): a matrix of N·S rows of C consecutive elements, a column a channel. A unit is a block of
 * rows by a tile of columns; a part is a block of rows. Units go through memory: along the tiles of a block, then on to
 * the next block.
 */
public final class Rows extends Grid {
    /** The columns of a tile: 1 KiB of float32, whose parameters stay in the first-level cache. */
    static final int TILE = 256;
    /** The fewest rows in a block: partial results, 16 bytes each, are then at most a sixteenth of the input. */
    static final int MIN_HEIGHT = 64;

    /** The most rows in a block: each column is summed one by one, and a long sum loses digits. */
    static final int MAX_HEIGHT = 4096;
    /** The most elements from a block's first to its last: byte offsets within a block are ints. */
    private static final int MAX_SPAN = 1 << 28;

    private final long rows;
    private final int height;
    private final int tiles;

    Rows(long rows, int channels) {
        this(rows, channels, blockHeight(channels), (int) ceilDiv(channels, TILE));
    }

    private static int blockHeight(int channels) {
        int height = Math.clamp(UNIT / Math.min(channels, TILE), MIN_HEIGHT, MAX_HEIGHT);
        return Math.max(1, Math.min(height, MAX_SPAN / channels));
    }

    private Rows(long rows, int channels, int height, int tiles) {
        super(channels, ceilDiv(rows, height), ceilDiv(rows, height) * tiles);
        this.rows = rows;
        this.height = height;
        this.tiles = tiles;
    }

    @Override
    public Geometry geometry() {
        return Geometry.ROWS;
    }

    @Override
    public long count(int part) {
        return Math.min(height, rows - (long) part * height);
    }

    @Override
    public int slot(int channel, int part) {
        return part * channels() + channel;
    }

    /** The part that a unit belongs to. */
    public int part(int unit) {
        return unit / tiles;
    }

    /** The first channel of a unit. */
    public int channel(int unit) {
        return unit % tiles * TILE;
    }

    /** The number of channels in a unit, at most {@value #TILE}. */
    public int width(int unit) {
        return Math.min(TILE, channels() - channel(unit));
    }

    /** The number of rows in a unit. */
    public int height(int unit) {
        return (int) count(part(unit));
    }

    /** The index of the first element of a unit's first row; rows start C elements apart. */
    public long first(int unit) {
        return (long) part(unit) * height * channels() + channel(unit);
    }

    /** The elements from a unit's first to its last, those of other tiles between its rows included. */
    public int span(int unit) {
        return (height(unit) - 1) * channels() + width(unit);
    }
}
