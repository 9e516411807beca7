package org.lanewise.kernel;

import java.util.Arrays;

/**
 * Two sums down each column of a unit of {@link Rows}, line after line. At the end the columns of a channel are added up, from
 * left to right. They lie in {@link Scratch#sums}, with what x is taken around.
 */
public final class Columns {
    /** Where the first sums are; the centers are at the beginning. */
    public static final int FIRST = Rows.TILE;

    /** Where the second sums are. */
    public static final int SECOND = 2 * Rows.TILE;

    static final int SIZE = 3 * Rows.TILE;

    private Columns() {}

    /** Begins the sums of a unit's columns around their channels' pivots. */
    public static void startMoments(Operands o, Rows grid, int unit, double[] sums) {
        for (int c = 0; c < grid.width(unit); c++) {
            sums[c] = Pivot.of(Float32.get(o.x, grid.first(unit) + c));
        }
        start(sums, grid.width(unit), grid.columns(unit));
    }

    /** Begins the sums of a unit's columns around their channels' centers. */
    public static void startGradientSums(Operands o, Rows grid, int unit, double[] sums) {
        System.arraycopy(o.center, grid.channel(unit), sums, 0, grid.width(unit));
        start(sums, grid.width(unit), grid.columns(unit));
    }

    private static void start(double[] sums, int width, int columns) {
        for (int j = width; j < columns; j++) {
            sums[j] = sums[j - width];
        }
        Arrays.fill(sums, FIRST, FIRST + columns, 0);
        Arrays.fill(sums, SECOND, SECOND + columns, 0);
    }

    /** Leaves the means and squares that the sums amount to. */
    public static void leaveMoments(Operands o, Rows grid, int unit, double[] sums) {
        fold(sums, grid.width(unit), grid.columns(unit));
        long n = grid.count(grid.part(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        for (int c = 0; c < grid.width(unit); c++) {
            o.first[slot + c] = Pivot.mean(sums[c], sums[FIRST + c], n);
            o.second[slot + c] = Pivot.squares(sums[FIRST + c], sums[SECOND + c], n);
        }
    }

    /** Leaves the sums themselves. */
    public static void leaveGradientSums(Operands o, Rows grid, int unit, double[] sums) {
        fold(sums, grid.width(unit), grid.columns(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        System.arraycopy(sums, FIRST, o.first, slot, grid.width(unit));
        System.arraycopy(sums, SECOND, o.second, slot, grid.width(unit));
    }

    private static void fold(double[] sums, int width, int columns) {
        for (int j = width; j < columns; j += width) {
            for (int c = 0; c < width; c++) {
                sums[FIRST + c] += sums[FIRST + j + c];
                sums[SECOND + c] += sums[SECOND + j + c];
            }
        }
    }
}
