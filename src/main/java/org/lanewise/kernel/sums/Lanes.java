package org.lanewise.kernel.sums;

import java.util.Arrays;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;

/**
 * Two sums over the runs of a channel, in virtual lanes. Element i of a run belongs to lane i mod {@value #LANES}, up to the last
 * whole tile of the run; what is left over, the tail, is summed in order by itself. At the end the lanes are folded by a fixed
 * tree, and the tail is added. So the order of a sum does not depend on how wide the machine's vectors are.
 *
 * <p>{@value #LANES} doubles are 8, 4 or 2 vectors of 128, 256 or 512 bits: enough chains to hide the latency of an
 * addition in AVX2, few enough that two sums fit its 16 registers.
 *
 * <p>The sums of each of a unit's channels lie in a slot of {@code Scratch.sums}.
 */
public final class Lanes {
    /** The number of lanes, and of elements in a tile. */
    public static final int LANES = Grid.LANES;

    /** In a slot, where the lanes of the second sum are; those of the first are at its beginning. */
    public static final int SECOND = LANES;

    /** In a slot, where the first sum's tail is. */
    public static final int TAIL = 2 * LANES;

    /** In a slot, where the second sum's tail is. */
    public static final int SECOND_TAIL = TAIL + 1;

    /** In a slot, what x is taken around. */
    public static final int CENTER = TAIL + 2;

    /** The size of a slot, in whole vectors. */
    public static final int SLOT = TAIL + 8;

    /** The distance of the lanes that are added first. */
    private static final int HALF = LANES / 2;

    private Lanes() {}

    /** The elements of a run in whole tiles. */
    public static int tiled(int length) {
        return length & -LANES;
    }

    /** Adds e and e·d, of element i of a run with so many in whole tiles, to the sums of a slot. */
    public static void add(double[] sums, int slot, int i, int tiled, double e, double d) {
        int s = slot + (i < tiled ? i % LANES : TAIL);
        int q = slot + (i < tiled ? SECOND + i % LANES : SECOND_TAIL);
        sums[s] += e;
        sums[q] = Math.fma(e, d, sums[q]);
    }

    /** Begins the sums of a unit's channels; each is still to be given its {@link #CENTER}. */
    public static void start(Planes grid, int unit, double[] sums) {
        Arrays.fill(sums, 0, grid.width(unit) * SLOT, 0);
    }

    /** Begins the sums of a unit's channels around their centers. */
    public static void startGradientSums(double[] centers, Planes grid, int unit, double[] sums) {
        start(grid, unit, sums);
        int channel = grid.channel(unit);
        for (int c = 0; c < grid.width(unit); c++) {
            sums[c * SLOT + CENTER] = centers[channel + c];
        }
    }

    /**
     * Takes sums of moments, of so many elements in whole tiles, around their mean, rounded to a float; the center stays where this is not
     * finite.
     */
    public static void recenter(double[] sums, int slot, int count) {
        float mean = (float) (sums[slot + CENTER] + fold(sums, slot) / count);
        if (!Float.isFinite(mean)) {
            return;
        }
        double delta = sums[slot + CENTER] - mean;
        double each = count / LANES;
        for (int l = slot; l < slot + LANES; l++) {
            double s = sums[l];
            sums[l] = s + each * delta;
            sums[l + SECOND] += delta * (2 * s + each * delta);
        }
        sums[slot + CENTER] = mean;
    }

    /** Begins the sums of a slot anew if they are not finite, and tells whether it did. */
    public static boolean restart(double[] sums, int slot) {
        if (Double.isFinite(first(sums, slot)) && Double.isFinite(second(sums, slot))) {
            return false;
        }
        Arrays.fill(sums, slot, slot + CENTER, 0);
        return true;
    }

    /** Leaves the means and squares that the sums amount to. */
    public static void leaveMoments(Partials partials, Planes grid, int unit, double[] sums) {
        double inverse = 1.0 / grid.count(grid.part(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        for (int c = 0; c < width; c++) {
            double s = first(sums, c * SLOT);
            partials.set(slot + c, Pivot.mean(sums[c * SLOT + CENTER], s, inverse), Pivot.squares(s, second(sums, c * SLOT), inverse));
        }
    }

    /** Leaves the sums themselves. */
    public static void leaveGradientSums(Partials partials, Planes grid, int unit, double[] sums) {
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        for (int c = 0; c < width; c++) {
            partials.set(slot + c, first(sums, c * SLOT), second(sums, c * SLOT));
        }
    }

    private static double first(double[] sums, int slot) {
        return fold(sums, slot) + sums[slot + TAIL];
    }

    private static double second(double[] sums, int slot) {
        return fold(sums, slot + SECOND) + sums[slot + SECOND_TAIL];
    }

    /**
     * The sum of the lanes at {@code l[first]} and on: those {@value #HALF} apart first; then, in each half of what is left,
     * 4 lanes, 2 apart, then neighbours.
     */
    private static double fold(double[] l, int first) {
        return quarter(l, first) + quarter(l, first + HALF / 2);
    }

    private static double quarter(double[] l, int i) {
        return ((l[i] + l[i + HALF]) + (l[i + 2] + l[i + 2 + HALF]))
                + ((l[i + 1] + l[i + 1 + HALF]) + (l[i + 3] + l[i + 3 + HALF]));
    }
}
