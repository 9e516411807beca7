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

    /** The distance of the lanes that are added first. */
    private static final int HALF = LANES / 2;

    /** Room for the lanes of two sums, which kernels leave them in to be folded. */
    public static final int SCRATCH = 2 * LANES;

    private Lanes() {}

    /** The elements of a run in whole tiles. */
    public static int tiled(int length) {
        return length & -LANES;
    }

    /**
     * The sum of the lanes at {@code l[first]} and on: those {@value #HALF} apart first; then, in each half of what is left,
     * 4 lanes, 2 apart, then neighbours.
     */
    public static double fold(double[] l, int first) {
        return quarter(l, first) + quarter(l, first + HALF / 2);
    }

    private static double quarter(double[] l, int i) {
        return ((l[i] + l[i + HALF]) + (l[i + 2] + l[i + 2 + HALF]))
                + ((l[i + 1] + l[i + 1 + HALF]) + (l[i + 3] + l[i + 3 + HALF]));
    }
}
