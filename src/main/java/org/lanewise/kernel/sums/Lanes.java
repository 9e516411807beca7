package org.lanewise.kernel.sums;

import java.util.Arrays;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;

/**
 * Two sums over the runs of a channel in virtual lanes, so that their order does not depend on how wide the machine's
 * vectors are: sum(e), and sum(e·d), the products.
 *
 * <p>Element i of a run belongs to lane i mod {@value #LANES}. The lanes take the largest multiple of {@value #LANES}
 * elements. The elements after these, the tail, are summed in order by themselves. At the end a fixed tree adds up the
 * lanes, and then the tail.
 *
 * <p>{@value #LANES} doubles are 8, 4 or 2 vectors of 128, 256 or 512 bits: enough chains to hide the latency of an
 * addition in AVX2, few enough that two sums fit its 16 registers.
 *
 * <p>Each channel of a unit has a slot in {@code Scratch.sums}: the lanes of its sum, those of its products, the two
 * tails, and the center.
 */
public final class Lanes {
    /** The number of lanes. */
    public static final int LANES = Grid.LANES;

    /** Where the lanes of the products are in a slot; those of the sum are at its beginning. */
    public static final int PRODUCTS = LANES;

    /** Where the sum's tail is in a slot. */
    public static final int TAIL = 2 * LANES;

    /** Where the products' tail is in a slot. */
    public static final int PRODUCTS_TAIL = TAIL + 1;

    /** Where the center is in a slot: what is subtracted from x. */
    public static final int CENTER = TAIL + 2;

    /** The size of a slot, in whole vectors. */
    public static final int SLOT = TAIL + 8;

    /** How far apart the lanes lie that are added first. */
    private static final int APART = LANES / 2;

    private Lanes() {}

    /** The number of a run's elements that the lanes take; the tail comes after them. */
    public static int inLanes(int length) {
        return length & -LANES;
    }

    /**
     * Adds e and e·d of element i of a run to the sums of a slot.
     *
     * @param tail the run's first element that the lanes don't take: {@link #inLanes}
     */
    public static void add(double[] sums, int slot, int i, int tail, double e, double d) {
        int s = slot + (i < tail ? i % LANES : TAIL);
        int q = slot + (i < tail ? PRODUCTS + i % LANES : PRODUCTS_TAIL);
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
     * Moves sums of moments to another center: the mean so far, rounded to float. If that is not finite, nothing moves.
     *
     * @param count the elements summed so far, a multiple of {@value #LANES}
     */
    public static void recenter(double[] sums, int slot, int count) {
        float mean = (float) (sums[slot + CENTER] + addUp(sums, slot) / count);
        if (!Float.isFinite(mean)) {
            return;
        }
        double delta = sums[slot + CENTER] - mean;
        double each = count / LANES;
        for (int l = slot; l < slot + LANES; l++) {
            double s = sums[l];
            sums[l] = s + each * delta;
            sums[l + PRODUCTS] += delta * (2 * s + each * delta);
        }
        sums[slot + CENTER] = mean;
    }

    /** Begins the sums of a slot anew if one is not finite, and tells whether it did. */
    public static boolean restart(double[] sums, int slot) {
        if (Double.isFinite(sum(sums, slot)) && Double.isFinite(products(sums, slot))) {
            return false;
        }
        Arrays.fill(sums, slot, slot + CENTER, 0);
        return true;
    }

    /** Leaves the mean and the sum of squared deviations of each channel of a unit. */
    public static void leaveMoments(Partials partials, Planes grid, int unit, double[] sums) {
        double inverse = 1.0 / grid.count(grid.part(unit));
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        for (int c = 0; c < width; c++) {
            double s = sum(sums, c * SLOT);
            double mean = Pivot.mean(sums[c * SLOT + CENTER], s, inverse);
            partials.set(slot + c, mean, Pivot.squares(s, products(sums, c * SLOT), inverse));
        }
    }

    /** {@link #leaveMoments}, of lanes whose first half holds the sums of both halves, as the tree adds them first. */
    public static void leaveHalves(Partials partials, Planes grid, int unit, double[] sums) {
        double inverse = 1.0 / grid.count(grid.part(unit));
        int first = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        double[] means = partials.first();
        double[] squares = partials.second();
        for (int c = 0; c < width; c++) {
            int slot = c * SLOT;
            double s = addUpHalves(sums, slot) + sums[slot + TAIL];
            double q = addUpHalves(sums, slot + PRODUCTS) + sums[slot + PRODUCTS_TAIL];
            means[first + c] = Pivot.mean(sums[slot + CENTER], s, inverse);
            squares[first + c] = Pivot.squares(s, q, inverse);
        }
    }

    private static double addUpHalves(double[] l, int i) {
        return ((l[i] + l[i + 2]) + (l[i + 1] + l[i + 3])) + ((l[i + 4] + l[i + 6]) + (l[i + 5] + l[i + 7]));
    }

    /** Leaves both sums of each channel of a unit. */
    public static void leaveGradientSums(Partials partials, Planes grid, int unit, double[] sums) {
        int slot = grid.slot(grid.channel(unit), grid.part(unit));
        int width = grid.width(unit);
        for (int c = 0; c < width; c++) {
            partials.set(slot + c, sum(sums, c * SLOT), products(sums, c * SLOT));
        }
    }

    private static double sum(double[] sums, int slot) {
        return addUp(sums, slot) + sums[slot + TAIL];
    }

    private static double products(double[] sums, int slot) {
        return addUp(sums, slot + PRODUCTS) + sums[slot + PRODUCTS_TAIL];
    }

    /**
     * Adds up the lanes from an index on, by a fixed tree: first those {@value #APART} apart, which leaves
     * {@value #APART} sums; then, in each half of these, those 2 apart, then neighbours; at last the two halves.
     */
    private static double addUp(double[] l, int from) {
        return addUpHalf(l, from) + addUpHalf(l, from + APART / 2);
    }

    private static double addUpHalf(double[] l, int i) {
        return ((l[i] + l[i + APART]) + (l[i + 2] + l[i + 2 + APART]))
                + ((l[i + 1] + l[i + 1 + APART]) + (l[i + 3] + l[i + 3 + APART]));
    }
}
