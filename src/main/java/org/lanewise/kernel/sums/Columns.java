package org.lanewise.kernel.sums;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Rows;

/**
 * Two sums down each column of a unit of {@link Rows}, line after line, in double: sum(e), and sum(e·d), the products.
 * At the end the columns of a channel are added up from left to right. They lie in {@code Scratch.columns}: what x is
 * taken around in each column, then the sums, then the products.
 */
public final class Columns {
    /** Where the sums begin; the centers are at the beginning. */
    public static final int SUMS = Grid.STRIP;

    /** Where the products begin. */
    public static final int PRODUCTS = 2 * Grid.STRIP;

    /** How many lines are added at a time. */
    public static final int STREAMS = 4;

    /** The bytes of all. */
    public static final long BYTES = 3L * Grid.STRIP * Double.BYTES;

    private static final double[] ZEROS = new double[Grid.STRIP];

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
        set(sums, SUMS + j, get(sums, SUMS + j) + e);
        set(sums, PRODUCTS + j, Math.fma(e, d, get(sums, PRODUCTS + j)));
    }

    /**
     * The line whose turn it is. Lines are walked from {@value #STREAMS} places at once, one line of each in turn; the
     * lines left over come last. Processors fetch each place ahead as one stream; {@value #STREAMS} lines next to each
     * other they would not take for streams.
     */
    public static int line(int turn, int height) {
        return line(turn, height, STREAMS);
    }

    /** As {@link #line(int, int)}, from another number of places. */
    static int line(int turn, int height, int streams) {
        int each = height / streams;
        return turn < streams * each ? turn % streams * each + turn / streams : turn;
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
        // To fill takes a slice, which C2 does not inline where it is rare: 40 bytes each.
        MemorySegment.copy(ZEROS, 0, sums, JAVA_DOUBLE, bytes(SUMS), columns);
        MemorySegment.copy(ZEROS, 0, sums, JAVA_DOUBLE, bytes(PRODUCTS), columns);
    }

    /**
     * Moves sums of moments to other centers: the mean of each channel so far, rounded to float, for all its columns.
     * If that is not finite, the center of the channel's first column.
     *
     * @param lines the lines summed so far
     */
    public static void recenter(Rows grid, int unit, int lines, MemorySegment sums) {
        int width = grid.width(unit);
        int columns = grid.columns(unit);
        double inverse = 1.0 / (lines * (columns / width));
        for (int c = 0; c < width; c++) {
            double sum = 0;
            for (int j = c; j < columns; j += width) {
                sum += lines * get(sums, j) + get(sums, SUMS + j);
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
        double s = get(sums, SUMS + j);
        set(sums, j, center);
        set(sums, SUMS + j, s + count * delta);
        set(sums, PRODUCTS + j, get(sums, PRODUCTS + j) + delta * (2 * s + count * delta));
    }

    /** Begins a column's sums anew if one is not finite, and tells whether it did. */
    public static boolean restart(MemorySegment sums, int j) {
        if (Double.isFinite(get(sums, SUMS + j)) && Double.isFinite(get(sums, PRODUCTS + j))) {
            return false;
        }
        set(sums, SUMS + j, 0);
        set(sums, PRODUCTS + j, 0);
        return true;
    }

    /** Leaves the mean and the sum of squared deviations of each channel of a unit. */
    public static void leaveMoments(Partials partials, Rows grid, int unit, MemorySegment sums) {
        addUp(sums, grid.width(unit), grid.columns(unit));
        leaveAddedUpMoments(partials, grid, unit, sums, 0);
    }

    /** {@link #leaveMoments}, from a channel on, of columns that are added up. */
    public static void leaveAddedUpMoments(Partials partials, Rows grid, int unit, MemorySegment sums, int from) {
        double inverse = 1.0 / grid.count(grid.part(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        for (int c = from; c < width; c++) {
            double s = get(sums, SUMS + c);
            double mean = Pivot.mean(get(sums, c), s, inverse);
            partials.set(slot + c, mean, Pivot.squares(s, get(sums, PRODUCTS + c), inverse));
        }
    }

    /** Leaves both sums of each channel of a unit. */
    public static void leaveGradientSums(Partials partials, Rows grid, int unit, MemorySegment sums) {
        addUp(sums, grid.width(unit), grid.columns(unit));
        leaveAddedUpSums(partials, grid, unit, sums);
    }

    /** {@link #leaveGradientSums}, of columns that are added up. */
    public static void leaveAddedUpSums(Partials partials, Rows grid, int unit, MemorySegment sums) {
        int width = grid.width(unit);
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        MemorySegment.copy(sums, JAVA_DOUBLE, bytes(SUMS), partials.first(), slot, width);
        MemorySegment.copy(sums, JAVA_DOUBLE, bytes(PRODUCTS), partials.second(), slot, width);
    }

    private static void addUp(MemorySegment sums, int width, int columns) {
        for (int j = width; j < columns; j += width) {
            for (int c = 0; c < width; c++) {
                set(sums, SUMS + c, get(sums, SUMS + c) + get(sums, SUMS + j + c));
                set(sums, PRODUCTS + c, get(sums, PRODUCTS + c) + get(sums, PRODUCTS + j + c));
            }
        }
    }

    private static long bytes(int doubles) {
        return doubles * JAVA_DOUBLE.byteSize();
    }
}
