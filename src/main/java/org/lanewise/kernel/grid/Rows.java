package org.lanewise.kernel.grid;

/**
 * Channels last, and (N, C): a matrix of N·S rows of C consecutive elements, a column a channel. Where C is small, some rows side by
 * side make a line, so that a line is long enough for vectors: column j of a line is of channel j mod C. A unit is a block
 * of lines by a tile of columns; a part is a block of lines; what is left over of the rows, less than a line, goes with the
 * last part. Units go through memory: along the tiles of a block, then on to the next block.
 */
public final class Rows extends Grid {
    /** The columns of a line made of several rows, and of a tile of a tensor in the cache: their sums stay in its first level. */
    static final int TILE = 256;

    /** The most columns of a tile: those of a tensor in memory, which is fetched ahead only where it is read page by page. */
    static final int MAX_TILE = STRIP;

    /** The most additions one after the other: a long sum loses digits. */
    static final int MAX_CHAIN = 4096;

    /** About the most parts: to merge more would take longer than the time that more threads save. */
    private static final int PARTS = 32;

    /** The fewest rows in a part, if there are four times as many: merging a part takes about as long as summing some ten rows. */
    private static final int FEWEST_ROWS = 256;

    /** The fewest lines in a part where a line is several rows. */
    private static final int FEWEST_LINES = 64;

    private final long rows;
    private final int fold;
    private final long lines;
    private final int height;
    private final int tile;
    private final int tiles;

    private Rows(long rows, int channels, int tile, int fold, int height) {
        super(channels, parts(rows, rows / fold, height), parts(rows, rows / fold, height) * ceilDiv(channels, tile));
        this.rows = rows;
        this.fold = fold;
        this.lines = rows / fold;
        this.height = height;
        this.tile = tile;
        this.tiles = (int) ceilDiv(channels, tile);
    }

    /** For reductions. */
    static Rows toReduce(long rows, int channels) {
        int tile = tile(channels, isLarge(rows * channels) ? MAX_TILE : TILE);
        int fold = fold(channels, TILE);
        int most = Math.min(MAX_CHAIN - fold, UNIT / fold) - 1;
        // Where rows are folded a part is folded again at its end, which takes as long as some lines more.
        int fewestLines = fold == 1 ? FEWEST_ROWS : FEWEST_LINES;
        int fewest = Math.clamp(Math.min(rows / fold / 4, fewestLines), 1, most);
        return new Rows(rows, channels, tile, fold, Math.clamp(ceilDiv(rows / fold, PARTS), fewest, most));
    }

    /** For elementwise operations. */
    static Rows toMap(long rows, int channels) {
        int tile = tile(channels, MAX_TILE);
        int fold = fold(channels, MAX_TILE);
        int most = Math.min(MAX_CHAIN - fold, UNIT / fold) - 1;
        int fewest = Math.clamp(UNIT / (fold * Math.min(channels, tile)), 1, most);
        return new Rows(rows, channels, tile, fold, Math.clamp(ceilDiv(rows / fold, PARTS), fewest, most));
    }

    /** Tiles about equal, of whole vectors. */
    private static int tile(int channels, int most) {
        int tiles = Math.ceilDiv(channels, most);
        return Math.ceilDiv(Math.ceilDiv(channels, tiles), LANES) * LANES;
    }

    /** As many rows as fit a tile; if there is a choice, such that they are whole vectors together. */
    private static int fold(int channels, int tile) {
        int most = Math.max(1, tile / channels);
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
        long most = (long) height * fold;
        return part < parts() - 1 ? most : rows - part * most;
    }

    @Override
    public int pieces(int unit) {
        return tiles == 1 ? 1 : height(unit);
    }

    @Override
    public long pieceFirst(int unit, int piece) {
        return first(unit) + piece * stride();
    }

    @Override
    public int pieceLength(int unit, int piece) {
        return tiles == 1 ? height(unit) * (int) stride() + rest(unit) : columns(unit);
    }

    /** The part that a unit belongs to. */
    public int part(int unit) {
        return unit / tiles;
    }

    /** The first channel of a unit, which is that of its first column. */
    public int channel(int unit) {
        return unit % tiles * tile;
    }

    /** The number of channels in a unit. */
    public int width(int unit) {
        return Math.min(tile, channels() - channel(unit));
    }

    /** The number of columns in a unit: {@link #width} of a row, so many times as rows make a line. */
    public int columns(int unit) {
        return width(unit) * fold;
    }

    /** The number of whole lines in a unit. */
    public int height(int unit) {
        return (int) Math.min(height, lines - (long) part(unit) * height);
    }

    /** The number of columns in what comes after a unit's lines: whole rows, less than a line. */
    public int rest(int unit) {
        return part(unit) < parts() - 1 ? 0 : (int) (rows % fold) * channels();
    }

    /** The index of the first element of a unit's first line. */
    public long first(int unit) {
        return (long) part(unit) * height * stride() + channel(unit);
    }

    /** How many elements a line starts after the one before. */
    public long stride() {
        return (long) channels() * fold;
    }
}
