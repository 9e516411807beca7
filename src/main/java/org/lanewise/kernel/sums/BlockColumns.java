package org.lanewise.kernel.sums;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.grid.Grid;

/** The sums of a block of rows, in float: {@link Blocks}. They lie as those of {@link Columns} do. */
public final class BlockColumns {
    /** Where the sums begin; the centers are at the beginning. */
    public static final int SUMS = Grid.STRIP;

    /** Where the products begin. */
    public static final int PRODUCTS = 2 * Grid.STRIP;

    /** Where the centers begin that a kernel has put into another order. */
    public static final int CENTERS = 3 * Grid.STRIP;

    private static final float[] ZEROS = new float[Grid.STRIP];

    private BlockColumns() {}

    /** Memory for the sums of a block. */
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

    /** Begins a block's sums around the centers of the sums in double, rounded to float. */
    public static void start(MemorySegment block, int columns, MemorySegment sums) {
        clear(block, columns);
        for (int j = 0; j < columns; j++) {
            set(block, j, (float) Columns.get(sums, j));
        }
    }

    /** Adds e and e·d to a column's sums. */
    public static void add(MemorySegment block, int j, float e, float d) {
        set(block, SUMS + j, get(block, SUMS + j) + e);
        set(block, PRODUCTS + j, Math.fma(e, d, get(block, PRODUCTS + j)));
    }

    /** Adds a column's sums to those in double, and sets them to 0. */
    public static void add(MemorySegment block, int j, MemorySegment sums) {
        float s = get(block, SUMS + j);
        float q = get(block, PRODUCTS + j);
        double delta = get(block, j) - Columns.get(sums, j);
        Columns.set(sums, Columns.SUMS + j, Columns.get(sums, Columns.SUMS + j) + s);
        Columns.set(sums, Columns.PRODUCTS + j, Math.fma(delta, s, Columns.get(sums, Columns.PRODUCTS + j) + q));
        set(block, SUMS + j, 0);
        set(block, PRODUCTS + j, 0);
    }

    /** Sets the sums of some columns to 0, and of as many more as make a whole number of {@link Blocks#LANES}. */
    public static void clear(MemorySegment block, int columns) {
        int whole = columns + Blocks.LANES - 1 & -Blocks.LANES;
        // As in Columns.
        MemorySegment.copy(ZEROS, 0, block, JAVA_FLOAT, bytes(SUMS), whole);
        MemorySegment.copy(ZEROS, 0, block, JAVA_FLOAT, bytes(PRODUCTS), whole);
    }

    private static long bytes(int floats) {
        return floats * JAVA_FLOAT.byteSize();
    }
}
