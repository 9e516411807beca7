package org.lanewise.kernel.sums;

import org.lanewise.kernel.grid.Grid;

/**
 * The two results that a reduction leaves for each part of a channel, and their merging to one pair per channel, in the
 * order of the parts. Results lie by {@link Grid#slot}. Channels may be merged in any division, and at the same time.
 */
public final class Partials {
    private double[] first = {};
    private double[] second = {};

    /** The results of the part that is being merged, at the indices of their channels. */
    private double[] partFirst = {};

    private double[] partSecond = {};

    /** Makes room for the results of a grid with so many slots and channels. */
    public void reserve(int slots, int channels) {
        if (first.length < slots) {
            double[] newFirst = new double[slots];
            second = new double[slots];
            first = newFirst;
        }
        if (partFirst.length < channels) {
            double[] newPart = new double[channels];
            partSecond = new double[channels];
            partFirst = newPart;
        }
    }

    /** The first results: means, or sums of dy. The array itself. */
    public double[] first() {
        return first;
    }

    /** The second results: sums of squared deviations, or of products. The array itself. */
    public double[] second() {
        return second;
    }

    /** Sets the results of a slot. */
    void set(int slot, double newFirst, double newSecond) {
        first[slot] = newFirst;
        second[slot] = newSecond;
    }

    /**
     * Merges the moments of some channels. The parts' means are merged as distances from the first part's: they are
     * small where the mean itself may be large, and so are their roundings.
     *
     * @param from the first channel
     * @param to the channel after the last
     * @param mean filled with the mean of each channel
     * @param squares filled with the sum of squared deviations from it
     */
    public void mergeMoments(Grid grid, int from, int to, double[] mean, double[] squares) {
        // C2 makes vector code of these loops, as all their arrays have one index. The slots of part 0 are channels.
        for (int c = from; c < to; c++) {
            mean[c] = 0;
            squares[c] = second[c];
        }
        long count = grid.count(0);
        for (int part = 1; part < grid.parts(); part++) {
            System.arraycopy(first, grid.slot(from, part), partFirst, from, to - from);
            System.arraycopy(second, grid.slot(from, part), partSecond, from, to - from);
            long added = grid.count(part);
            double weight = MomentMerge.weight(count, added);
            for (int c = from; c < to; c++) {
                double distance = partFirst[c] - first[c];
                squares[c] = MomentMerge.squares(count, mean[c], squares[c], distance, partSecond[c], weight);
                mean[c] = MomentMerge.mean(mean[c], distance, weight);
            }
            count += added;
        }
        for (int c = from; c < to; c++) {
            mean[c] += first[c];
        }
    }

    /** Adds up the sums of some channels; 0 where the tensor is empty. */
    public void mergeSums(Grid grid, int from, int to, double[] sum, double[] sumOfProducts) {
        for (int c = from; c < to; c++) {
            sum[c] = 0;
            sumOfProducts[c] = 0;
        }
        for (int part = 0; part < grid.parts(); part++) {
            for (int c = from; c < to; c++) {
                int slot = grid.slot(c, part);
                sum[c] += first[slot];
                sumOfProducts[c] += second[slot];
            }
        }
    }
}
