package org.lanewise.kernel.sums;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.grid.Grid;

/** The sums of a block of rows, as floats: {@link Blocks}. They lie as those of {@link Columns} do, each around a float. */
public final class BlockColumns {
    /** The index of the first column's first sum; what x is taken around is at the beginning. */
    public static final int FIRST = Grid.STRIP;

    /** The index of the first column's second sum. */
    public static final int SECOND = 2 * Grid.STRIP;

    /** The index of the first column's center as a kernel may put it in another order. */
    public static final int CENTERS = 3 * Grid.STRIP;

    private BlockColumns() {}

    public static MemorySegment allocate(long alignment) {
        return Arena.ofAuto().allocate(bytes(4 * Grid.STRIP), alignment);
    }

    /** A sum, or what x is taken around. */
    public static float get(MemorySegment block, int index) {
        return block.getAtIndex(JAVA_FLOAT, index);
    }

    /** Sets a sum. */
    public static void set(MemorySegment block, int index, float value) {
        block.setAtIndex(JAVA_FLOAT, index, value);
    }

    /** Begins sums around the centers of some columns. */
    public static void start(MemorySegment block, int columns, MemorySegment sums) {
        begin(block, columns);
        for (int j = 0; j < columns; j++) {
            set(block, j, (float) Columns.get(sums, j));
        }
    }

    /** Adds e and e·d to a column's sums. */
    public static void add(MemorySegment block, int j, float e, float d) {
        set(block, FIRST + j, get(block, FIRST + j) + e);
        set(block, SECOND + j, Math.fma(e, d, get(block, SECOND + j)));
    }

    /** Adds a column's sums to those in double, and begins anew. */
    public static void add(MemorySegment block, int j, MemorySegment sums) {
        float s = get(block, FIRST + j);
        float q = get(block, SECOND + j);
        double delta = get(block, j) - Columns.get(sums, j);
        Columns.set(sums, Columns.FIRST + j, Columns.get(sums, Columns.FIRST + j) + s);
        Columns.set(sums, Columns.SECOND + j, Math.fma(delta, s, Columns.get(sums, Columns.SECOND + j) + q));
        set(block, FIRST + j, 0);
        set(block, SECOND + j, 0);
    }

    /** Begins the sums of a block's first columns anew, and of as many more as make whole vectors of any order. */
    public static void begin(MemorySegment block, int columns) {
        long whole = bytes(columns + Blocks.LANES - 1 & -Blocks.LANES);
        block.asSlice(bytes(FIRST), whole).fill((byte) 0);
        block.asSlice(bytes(SECOND), whole).fill((byte) 0);
    }

    private static long bytes(int floats) {
        return floats * JAVA_FLOAT.byteSize();
    }
}
