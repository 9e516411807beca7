package org.lanewise.kernel;

/**
 * The virtual lanes of a sum over runs. Element i of a run belongs to lane i mod {@value #LANES}, up to the last whole
 * tile of the run; what is left over, the tail, is summed in order by itself. At the end the lanes are folded by a fixed
 * tree, and the tail is added. So the order of a sum does not depend on how wide the machine's vectors are.
 *
 * <p>{@value #LANES} doubles are 8, 4 or 2 vectors of 128, 256 or 512 bits: enough chains to hide the latency of an
 * addition in AVX2, few enough that two sums fit its 16 registers.
 */
public final class Lanes {
    /** The number of lanes, and of elements in a tile. */
    public static final int LANES = 16;

    private Lanes() {}

    /** The elements of a run in whole tiles. */
    public static int tiled(int length) {
        return length & -LANES;
    }

    /** The sum of the lanes, each half by itself: {@link #half} of the first eight plus half of the last eight. */
    public static double fold(double[] lanes) {
        return half(lanes, 0) + half(lanes, LANES / 2);
    }

    private static double half(double[] l, int i) {
        return half(l[i], l[i + 1], l[i + 2], l[i + 3], l[i + 4], l[i + 5], l[i + 6], l[i + 7]);
    }

    /** The sum of half of the lanes: lanes 4 apart first, then 2 apart, then neighbours. */
    public static double half(
            double l0, double l1, double l2, double l3, double l4, double l5, double l6, double l7) {
        return quarter(l0 + l4, l1 + l5, l2 + l6, l3 + l7);
    }

    /** The last two levels of {@link #half(double, double, double, double, double, double, double, double)}. */
    public static double quarter(double l0, double l1, double l2, double l3) {
        return (l0 + l2) + (l1 + l3);
    }
}
