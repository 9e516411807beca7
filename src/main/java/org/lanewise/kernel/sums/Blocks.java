package org.lanewise.kernel.sums;

import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.grid.Rows;

/**
 * Sums of bfloat16 elements: within a block in float, from block to block in double. A tensor of bfloat16 has half the
 * bytes of one of float32. Sums in double keep up with float32's memory, so bfloat16 would wait for them. (float16
 * waits for its conversions.)
 *
 * <p><b>Planes.</b> A block is up to {@value #SIZE} consecutive elements of a run, in {@value #LANES} lanes: element i
 * belongs to lane i mod {@value #LANES}. At the end of a block two of its lanes are added to each of {@link Lanes}. The
 * elements after the last whole {@value #LANES} are added in double, as a run by themselves. Runs below
 * {@value #SHORTEST_RUN} elements are summed in double altogether.
 *
 * <p><b>Rows.</b> A block is up to {@value #LINES} lines in the order of {@link Columns#line}, with a sum for each
 * column. The lines left over are a block too, together with what is less than a line. Parts of fewer than
 * {@value #FEWEST_LINES} lines are summed in double.
 *
 * <p><b>Centers.</b> Moments have three centers in turn. The first {@value #BEGINNING} elements of a part, or
 * {@value #BEGINNING_LINES} lines, are taken around the first of them (in rows, of each column). The rest of the first
 * block is taken around the mean of these, and all other blocks around p, the mean of the first block. Each mean is
 * rounded to float, and the sums are moved to it in double.
 *
 * <p><b>Error.</b> Let u = 2^-24, d = x - p, and k the longest chain of additions. Then q = sum(d²) is off by (k +
 * 2)·u·q and s = sum(d) by (k + 1)·u·sum(|d|). Hence the sum of squares M2 = q - s²/n is off by 3·(k + 2)·u·q, as in
 * {@link Pivot}. Let m be the number of a part's n elements in the first block. Then (mean - p)² is at most M2/m: n
 * elements of which m have a mean of p. So q = M2 + n·(mean - p)² is at most (1 + n/m)·M2. In planes m = 32·k and n is
 * at most {@link Grid#UNIT}: the variance is off by 1.4e-4 of itself at most. In rows k = 128 and n is at most 32·m:
 * 8e-4. (For the first block itself n/m is at most 16. For its beginning n/m is 64 with a k of 2, or in rows 8 with a k
 * of 8.)
 *
 * <p>That takes a first block whose mean is unlike all the rest. On data without such an order q is about M2, and the
 * error commonly 1e-7. A sum of products dy·d, with d from the center rounded to float, is off by (k +
 * 2)·u·sum(|dy·d|). What corrects it for that rounding is off by k·u·sum(|dy|) times the rounding, which is at most
 * |d|, and commonly nothing beside it. An addition loses at most half of the smallest float. In a constant part d is 0,
 * and each mean is exact when it is rounded.
 *
 * <p>If a sum of a channel's part (in rows, of a column) is infinite or NaN at the end, it is taken anew in double: so
 * nothing overflows that would not in float32.
 */
public final class Blocks {
    /** The most elements of a run in a block. */
    public static final int SIZE = 1024;

    /** The lanes of a block in {@code Scratch.block}: first those of the sum, then those of the products. */
    public static final int LANES = 2 * Lanes.LANES;

    /** The elements of a part that are taken around the first one. */
    public static final int BEGINNING = 64;

    /** The fewest elements in a run that is summed in blocks. */
    public static final int SHORTEST_RUN = 128;

    /** The most lines in a block of rows. */
    public static final int LINES = 128;

    /**
     * How many lines are added at a time: more than {@link Columns#STREAMS}, since floats take less time to add than to
     * load and store.
     */
    public static final int STREAMS = 8;

    /** The lines of a part that are taken around the first one. */
    public static final int BEGINNING_LINES = STREAMS;

    /** The fewest lines in a part that is summed in blocks. */
    public static final int FEWEST_LINES = 32;

    private Blocks() {}

    /** The end of the block of a run that element i is in. */
    public static int end(int i, int length) {
        return Math.min((i / SIZE + 1) * SIZE, length);
    }

    /** The number of a block's elements that its lanes take: a multiple of {@value #LANES}. */
    public static int inLanes(int length) {
        return length & -LANES;
    }

    /** Whether a unit is summed in blocks. */
    public static boolean areIn(Grid grid, int unit) {
        return switch (grid) {
            case Planes planes -> planes.length(unit) >= SHORTEST_RUN;
            case Rows rows -> rows.height(unit) >= FEWEST_LINES;
        };
    }

    /** The lines of a unit that are walked {@value #STREAMS} at a time. */
    public static int inStreams(Rows grid, int unit) {
        return grid.height(unit) - grid.height(unit) % STREAMS;
    }

    /** The index of the first element of the line whose turn it is, in the order of {@link Columns#line}. */
    public static long first(Rows grid, int unit, int turn) {
        return grid.first(unit) + Columns.line(turn, grid.height(unit), STREAMS) * grid.stride();
    }

    /** The number of turns in a unit of rows: one for each line, and one for what is less than a line. */
    public static int turns(Rows grid, int unit) {
        return grid.height(unit) + (grid.rest(unit) > 0 ? 1 : 0);
    }

    /**
     * The first turn after the block of lines that a turn is in. The lines left over by the streams are the last block.
     */
    public static int next(Rows grid, int unit, int turn) {
        int inStreams = inStreams(grid, unit);
        return turn < inStreams ? Math.min((turn / LINES + 1) * LINES, inStreams) : turns(grid, unit);
    }

    /** The number of columns in a turn: all of a line's, or after the last line those of what is less than a line. */
    public static int columns(Rows grid, int unit, int turn) {
        return turn < grid.height(unit) ? grid.columns(unit) : grid.rest(unit);
    }

    /** Adds e and e·d of element i of a block to its lane's sums. */
    public static void add(float[] block, int i, float e, float d) {
        int lane = i % LANES;
        block[lane] += e;
        block[LANES + lane] = Math.fma(e, d, block[LANES + lane]);
    }

    /** Adds a block's sums, whose center is a float, to those of a slot, after moving them to the slot's center. */
    public static void add(float[] block, float around, double[] sums, int slot) {
        double delta = around - sums[slot + Lanes.CENTER];
        for (int l = 0; l < Lanes.LANES; l++) {
            double s0 = block[l];
            double s1 = block[l + Lanes.LANES];
            double q0 = block[l + LANES];
            double q1 = block[l + LANES + Lanes.LANES];
            sums[slot + l] = sums[slot + l] + s0 + s1;
            double products = sums[slot + Lanes.PRODUCTS + l] + q0 + q1;
            sums[slot + Lanes.PRODUCTS + l] = Math.fma(delta, s0 + s1, products);
        }
    }
}
