package org.lanewise.kernel.sums;

import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.grid.Rows;

/**
 * Sums of bfloat16 elements: those of a block in float, from block to block in double. Half as many bytes come from memory as with
 * float32, so sums in double, which keep up with float32's memory, would be what such a tensor waits for. (float16's wait for its
 * conversions.)
 *
 * <p><b>Planes.</b> A block is up to {@value #SIZE} consecutive elements of a run, in {@value #LANES} lanes: element i belongs to lane
 * i mod {@value #LANES}. The lanes of a block are added to those of {@link Lanes}, two to each. What is left over of a block,
 * less than {@value #LANES} elements, is added as a run by itself in double. Runs below {@value #SHORTEST_RUN} are summed in double.
 *
 * <p><b>Rows.</b> A block is up to {@value #LINES} of the lines in the order of {@link Columns#line}, a sum for each column. The lines left over are
 * a block too, with what is less than a line. Parts of fewer than {@value #FEWEST_LINES} lines are summed in double.
 *
 * <p><b>Around what.</b> Moments of a part's first {@value #FIRST} elements, or {@value #FIRST_LINES} lines, are taken around the first of them
 * (in rows, of each column), those of the rest of the first block around the mean of these, and from there on around p, the mean of the first block; each
 * mean is rounded to float, and the sums are moved to it in double.
 *
 * <p><b>Error.</b> With u = 2^-24, d = x - p and a chain of at most k additions, q = sum(d²) is off by (k + 2)·u·q and
 * s = sum(d) by (k + 1)·u·sum(|d|), hence the sum of squares
 * M2 = q - s²/n by 3·(k + 2)·u·q, as in {@link Pivot}. Of a part's n elements the first m are that block, so (mean - p)² is
 * at most M2/m (n elements of which m have a mean of p), and q = M2 + n·(mean - p)² at most (1 + n/m)·M2. In planes m = 32·k
 * and n is at most {@link Grid#UNIT}, so the variance is off by 1.4e-4 of itself at most; in rows k = 128 and n at most 32·m:
 * 8e-4. (Of the first block n/m is 16 at most, of its beginning 64 with a k of 2, or in rows 8 with a k of 8.) That takes a first block of
 * another mean than all the rest: on data without such an order q is about M2, and the error
 * commonly 1e-7. A sum of products dy·d, with d from the center rounded to float, is off by
 * (k + 2)·u·sum(|dy·d|), and what corrects it for that rounding by k·u·sum(|dy|) times the rounding, which is at most |d| and commonly nothing
 * beside it. What is lost below the smallest float is at most half of that per addition. In a constant part d is 0, and each mean is exact when it
 * is rounded.
 *
 * <p>Where a channel's sums in a part, in rows a column's, are infinite or NaN at the end, they are taken anew in double: so nothing
 * overflows that would not in float32.
 */
public final class Blocks {
    /** The most elements of a run in a block. */
    public static final int SIZE = Grid.STRIP;

    /** The lanes of a block: all of the first sum, then all of the second, in {@code Scratch.block}. */
    public static final int LANES = 2 * Lanes.LANES;

    /** The elements of a part that are taken around the first one. */
    public static final int FIRST = 64;

    /** The fewest elements in a run that is summed in blocks. */
    public static final int SHORTEST_RUN = 128;

    /** The most lines in a block of rows. */
    public static final int LINES = 128;

    /** How many lines are added at a time: as {@link Columns#STREAMS}, but more, since floats take less time to add than to load and store. */
    public static final int STREAMS = 8;

    /** The lines of a part that are taken around the first one. */
    public static final int FIRST_LINES = STREAMS;

    /** The fewest lines in a part that is summed in blocks. */
    public static final int FEWEST_LINES = 32;

    private Blocks() {}

    /** Where the block of a run ends that an element is in. */
    public static int end(int i, int length) {
        return Math.min((i / SIZE + 1) * SIZE, length);
    }

    /** The elements of a block in whole tiles. */
    public static int tiled(int length) {
        return length & -LANES;
    }

    /** Whether a unit is summed in blocks. */
    public static boolean areIn(Grid grid, int unit) {
        return switch (grid) {
            case Planes planes -> planes.length(unit) >= SHORTEST_RUN;
            case Rows rows -> rows.height(unit) >= FEWEST_LINES;
        };
    }

    /** The lines of a unit that are walked side by side. */
    public static int stepped(Rows grid, int unit) {
        return grid.height(unit) - grid.height(unit) % STREAMS;
    }

    /** The index of the first element that comes at a step of a unit of rows, in the order of {@link Columns#line}. */
    public static long first(Rows grid, int unit, int step) {
        return grid.first(unit) + Columns.line(step, grid.height(unit), STREAMS) * grid.stride();
    }

    /** The steps of a unit of rows: its lines, and after them what is less than a line. */
    public static int steps(Rows grid, int unit) {
        return grid.height(unit) + (grid.rest(unit) > 0 ? 1 : 0);
    }

    /** The step where the block of rows ends that another is in. What is left over of the lines that are walked side by side is the last one. */
    public static int next(Rows grid, int unit, int step) {
        int stepped = stepped(grid, unit);
        return step < stepped ? Math.min((step / LINES + 1) * LINES, stepped) : steps(grid, unit);
    }

    /** The columns that come at a step: all, or after the last line what is less than one. */
    public static int columns(Rows grid, int unit, int step) {
        return step < grid.height(unit) ? grid.columns(unit) : grid.rest(unit);
    }

    /** Adds e and e·d, of element i of a block, to its lane's sums. */
    public static void add(float[] block, int i, float e, float d) {
        int lane = i % LANES;
        block[lane] += e;
        block[LANES + lane] = Math.fma(e, d, block[LANES + lane]);
    }

    /** Adds a block's sums, around a float, to those of a slot, around its center. */
    public static void add(float[] block, float around, double[] sums, int slot) {
        double delta = around - sums[slot + Lanes.CENTER];
        for (int l = 0; l < Lanes.LANES; l++) {
            double s0 = block[l];
            double s1 = block[l + Lanes.LANES];
            double q0 = block[l + LANES];
            double q1 = block[l + LANES + Lanes.LANES];
            sums[slot + l] = sums[slot + l] + s0 + s1;
            sums[slot + Lanes.SECOND + l] = Math.fma(delta, s0 + s1, sums[slot + Lanes.SECOND + l] + q0 + q1);
        }
    }
}
