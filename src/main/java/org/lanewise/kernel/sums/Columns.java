package org.lanewise.kernel.sums;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Rows;

/**
 * Two sums down each column of a unit of {@link Rows}, line after line, as doubles. At the end the columns of a channel are added up,
 * from left to right. They lie in {@code Scratch.columns}, with what x is taken around.
 */
public final class Columns {
    /** The index of the first column's first sum; the centers are at the beginning. */
    public static final int FIRST = Grid.STRIP;

    /** The index of the first column's second sum. */
    public static final int SECOND = 2 * Grid.STRIP;

    /** How many lines are added at a time. */
    public static final int STREAMS = 4;

    public static final long BYTES = 3L * Grid.STRIP * Double.BYTES;

    private Columns() {}

    /** A sum or a center. */
    public static double get(MemorySegment sums, int index) {
        return sums.getAtIndex(JAVA_DOUBLE, index);
    }

    /** Sets a sum. */
    public static void set(MemorySegment sums, int index, double value) {
        sums.setAtIndex(JAVA_DOUBLE, index, value);
    }

    /** Adds e and e·d to a column's sums. */
    public static void add(MemorySegment sums, int j, double e, double d) {
        set(sums, FIRST + j, get(sums, FIRST + j) + e);
        set(sums, SECOND + j, Math.fma(e, d, get(sums, SECOND + j)));
    }

    /**
     * The line that comes at a step: the lines are walked from {@value #STREAMS} places at once, that many of them side by side, and
     * at last those left over. Each place is then read on and on, as processors fetch memory ahead best; lines next to each other,
     * read at once, they take for something else.
     */
    public static int line(int step, int height) {
        return line(step, height, STREAMS);
    }

    /** As the other, with another number of places. */
    static int line(int step, int height, int streams) {
        int each = height / streams;
        return step < streams * each ? step % streams * each + step / streams : step;
    }

    /** Begins the sums of a unit's columns around their channels' centers. */
    public static void startGradientSums(double[] centers, Rows grid, int unit, MemorySegment sums) {
        MemorySegment.copy(centers, grid.channel(unit), sums, JAVA_DOUBLE, 0, grid.width(unit));
        start(grid, unit, sums);
    }

    /** Begins the sums of a unit's columns around what is there for the columns of the first row. */
    public static void start(Rows grid, int unit, MemorySegment sums) {
        int columns = grid.columns(unit);
        for (int written = grid.width(unit); written < columns; written *= 2) {
            MemorySegment.copy(sums, 0, sums, bytes(written), bytes(Math.min(written, columns - written)));
        }
        start(columns, sums);
    }

    /** Begins the sums of some columns around what is there. */
    public static void start(int columns, MemorySegment sums) {
        sums.asSlice(bytes(FIRST), bytes(columns)).fill((byte) 0);
        sums.asSlice(bytes(SECOND), bytes(columns)).fill((byte) 0);
    }

    /**
     * Takes sums of moments around the means, rounded to floats, of the lines that have been added: of all columns of a channel around the same.
     * Where a mean is not finite, that is what the first of these columns was taken around.
     */
    public static void recenter(Rows grid, int unit, int lines, MemorySegment sums) {
        int width = grid.width(unit);
        int columns = grid.columns(unit);
        double inverse = 1.0 / (lines * (columns / width));
        for (int c = 0; c < width; c++) {
            double sum = 0;
            for (int j = c; j < columns; j += width) {
                sum += lines * get(sums, j) + get(sums, FIRST + j);
            }
            float mean = (float) (sum * inverse);
            double center = Float.isFinite(mean) ? mean : get(sums, c);
            for (int j = c; j < columns; j += width) {
                move(sums, j, lines, center);
            }
        }
    }

    private static void move(MemorySegment sums, int j, int count, double center) {
        double delta = get(sums, j) - center;
        double s = get(sums, FIRST + j);
        set(sums, j, center);
        set(sums, FIRST + j, s + count * delta);
        set(sums, SECOND + j, get(sums, SECOND + j) + delta * (2 * s + count * delta));
    }

    /** Begins a column's sums anew if they are not finite, and tells whether it did. */
    public static boolean restart(MemorySegment sums, int j) {
        if (Double.isFinite(get(sums, FIRST + j)) && Double.isFinite(get(sums, SECOND + j))) {
            return false;
        }
        set(sums, FIRST + j, 0);
        set(sums, SECOND + j, 0);
        return true;
    }

    /** Leaves the means and squares that the sums amount to. */
    public static void leaveMoments(Partials partials, Rows grid, int unit, MemorySegment sums) {
        fold(sums, grid.width(unit), grid.columns(unit));
        meansAndSquares(partials, grid, unit, sums, 0);
    }

    /** Leaves the means and squares of a unit's channels, from one on, that the sums of the first columns amount to. */
    public static void meansAndSquares(Partials partials, Rows grid, int unit, MemorySegment sums, int from) {
        double inverse = 1.0 / grid.count(grid.part(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        for (int c = from; c < width; c++) {
            double s = get(sums, FIRST + c);
            partials.set(slot + c, Pivot.mean(get(sums, c), s, inverse), Pivot.squares(s, get(sums, SECOND + c), inverse));
        }
    }

    /** Leaves the sums themselves. */
    public static void leaveGradientSums(Partials partials, Rows grid, int unit, MemorySegment sums) {
        fold(sums, grid.width(unit), grid.columns(unit));
        copySums(partials, grid, unit, sums);
    }

    /** Leaves the sums of the first columns. */
    public static void copySums(Partials partials, Rows grid, int unit, MemorySegment sums) {
        int width = grid.width(unit);
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        MemorySegment.copy(sums, JAVA_DOUBLE, bytes(FIRST), partials.first(), slot, width);
        MemorySegment.copy(sums, JAVA_DOUBLE, bytes(SECOND), partials.second(), slot, width);
    }

    private static void fold(MemorySegment sums, int width, int columns) {
        for (int j = width; j < columns; j += width) {
            for (int c = 0; c < width; c++) {
                set(sums, FIRST + c, get(sums, FIRST + c) + get(sums, FIRST + j + c));
                set(sums, SECOND + c, get(sums, SECOND + c) + get(sums, SECOND + j + c));
            }
        }
    }

    private static long bytes(int doubles) {
        return doubles * JAVA_DOUBLE.byteSize();
    }
}
