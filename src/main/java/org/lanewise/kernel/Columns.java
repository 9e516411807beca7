package org.lanewise.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;

/**
 * Two sums down each column of a unit of {@link Rows}, line after line, as doubles. At the end the columns of a channel are added up,
 * from left to right. They lie in {@link Scratch#columns}, with what x is taken around.
 */
public final class Columns {
    /** The index of the first column's first sum; the centers are at the beginning. */
    public static final int FIRST = Rows.TILE;

    /** The index of the first column's second sum. */
    public static final int SECOND = 2 * Rows.TILE;

    static final long BYTES = 3 * Rows.TILE * JAVA_DOUBLE.byteSize();

    private Columns() {}

    /** A sum or a center. */
    public static double get(MemorySegment sums, int index) {
        return sums.getAtIndex(JAVA_DOUBLE, index);
    }

    /** Sets a sum. */
    public static void set(MemorySegment sums, int index, double value) {
        sums.setAtIndex(JAVA_DOUBLE, index, value);
    }

    /** Begins the sums of a unit's columns around their channels' pivots. */
    public static void startMoments(Operands o, Rows grid, int unit, MemorySegment sums) {
        long first = grid.first(unit);
        for (int c = 0; c < grid.width(unit); c++) {
            set(sums, c, Pivot.of(Float32.get(o.x, first + c)));
        }
        start(sums, grid.width(unit), grid.columns(unit));
    }

    /** Begins the sums of a unit's columns around their channels' centers. */
    public static void startGradientSums(Operands o, Rows grid, int unit, MemorySegment sums) {
        MemorySegment.copy(o.center, grid.channel(unit), sums, JAVA_DOUBLE, 0, grid.width(unit));
        start(sums, grid.width(unit), grid.columns(unit));
    }

    private static void start(MemorySegment sums, int width, int columns) {
        for (int j = width; j < columns; j++) {
            set(sums, j, get(sums, j - width));
        }
        for (int j = 0; j < columns; j++) {
            set(sums, FIRST + j, 0);
            set(sums, SECOND + j, 0);
        }
    }

    /** Leaves the means and squares that the sums amount to. */
    public static void leaveMoments(Operands o, Rows grid, int unit, MemorySegment sums) {
        fold(sums, grid.width(unit), grid.columns(unit));
        long n = grid.count(grid.part(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        for (int c = 0; c < width; c++) {
            double s = get(sums, FIRST + c);
            o.first[slot + c] = Pivot.mean(get(sums, c), s, n);
            o.second[slot + c] = Pivot.squares(s, get(sums, SECOND + c), n);
        }
    }

    /** Leaves the sums themselves. */
    public static void leaveGradientSums(Operands o, Rows grid, int unit, MemorySegment sums) {
        int width = grid.width(unit);
        fold(sums, width, grid.columns(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        MemorySegment.copy(sums, JAVA_DOUBLE, FIRST * JAVA_DOUBLE.byteSize(), o.first, slot, width);
        MemorySegment.copy(sums, JAVA_DOUBLE, SECOND * JAVA_DOUBLE.byteSize(), o.second, slot, width);
    }

    private static void fold(MemorySegment sums, int width, int columns) {
        for (int j = width; j < columns; j += width) {
            for (int c = 0; c < width; c++) {
                set(sums, FIRST + c, get(sums, FIRST + c) + get(sums, FIRST + j + c));
                set(sums, SECOND + c, get(sums, SECOND + c) + get(sums, SECOND + j + c));
            }
        }
    }
}
