package org.lanewise.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The sums of a block of rows, as floats: {@link Blocks}. They lie as those of {@link Columns} do, each around a float. */
public final class BlockColumns {
    /** The index of the first column's first sum; what x is taken around is at the beginning. */
    public static final int FIRST = Rows.MAX_TILE;

    /** The index of the first column's second sum. */
    public static final int SECOND = 2 * Rows.MAX_TILE;

    private BlockColumns() {}

    static MemorySegment allocate(long alignment) {
        return Arena.ofAuto().allocate(3L * Rows.MAX_TILE * Float.BYTES, alignment);
    }

    /** A sum, or what x is taken around. */
    public static float get(MemorySegment block, int index) {
        return block.getAtIndex(JAVA_FLOAT, index);
    }

    /** Sets a sum. */
    public static void set(MemorySegment block, int index, float value) {
        block.setAtIndex(JAVA_FLOAT, index, value);
    }

    /** Begins sums of x itself. */
    public static void startAtZero(MemorySegment block, int columns) {
        begin(block, columns);
        block.asSlice(0, bytes(columns)).fill((byte) 0);
    }

    /** Begins sums around the centers of some columns. */
    public static void start(MemorySegment block, int columns, MemorySegment sums) {
        begin(block, columns);
        for (int j = 0; j < columns; j++) {
            set(block, j, (float) Columns.get(sums, j));
        }
    }

    /** Sets the center of a unit's channel to the mean of a block that was summed around 0. */
    public static void center(MemorySegment block, Rows grid, int unit, int c, float first, MemorySegment sums) {
        int width = grid.width(unit);
        double sum = 0;
        for (int j = c; j < grid.columns(unit); j += width) {
            sum += get(block, FIRST + j);
        }
        Columns.set(sums, c, Blocks.center(sum, Blocks.LINES * (grid.columns(unit) / width), first));
    }

    /** Adds e and e·d to a column's sums. */
    public static void add(MemorySegment block, int j, float e, float d) {
        set(block, FIRST + j, get(block, FIRST + j) + e);
        set(block, SECOND + j, Math.fma(e, d, get(block, SECOND + j)));
    }

    /**
     * Adds a column's sums to those in double, and begins anew.
     *
     * @return false if one is not finite: then nothing is added, and the column is marked for {@link #takeUnsummed}
     */
    public static boolean add(MemorySegment block, int j, MemorySegment sums) {
        float s = get(block, FIRST + j);
        float q = get(block, SECOND + j);
        if (!Blocks.areFinite(s, q)) {
            set(block, FIRST + j, Float.NaN);
            return false;
        }
        double delta = get(block, j) - Columns.get(sums, j);
        Columns.set(sums, Columns.FIRST + j, Columns.get(sums, Columns.FIRST + j) + s);
        Columns.set(sums, Columns.SECOND + j, Math.fma(delta, s, Columns.get(sums, Columns.SECOND + j) + q));
        set(block, FIRST + j, 0);
        set(block, SECOND + j, 0);
        return true;
    }

    /** Whether the sums of some columns are finite. */
    public static boolean areFinite(MemorySegment block, int from, int to) {
        for (int j = from; j < to; j++) {
            if (!Blocks.areFinite(get(block, FIRST + j), get(block, SECOND + j))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a column's sums could not be added; they begin anew. */
    public static boolean takeUnsummed(MemorySegment block, int j) {
        boolean unsummed = Float.isNaN(get(block, FIRST + j));
        if (unsummed) {
            set(block, FIRST + j, 0);
            set(block, SECOND + j, 0);
        }
        return unsummed;
    }

    /** Begins the sums of a block's first columns anew. */
    public static void begin(MemorySegment block, int columns) {
        block.asSlice(bytes(FIRST), bytes(columns)).fill((byte) 0);
        block.asSlice(bytes(SECOND), bytes(columns)).fill((byte) 0);
    }

    private static long bytes(int floats) {
        return floats * JAVA_FLOAT.byteSize();
    }
}
