package org.lanewise.kernel.sums;

import org.lanewise.kernel.grid.Grid;

/**
 * The two results that a reduction leaves for each part of a channel, and their merging to one pair per channel, in the
 * order of the parts. Results lie by {@link Grid#slot}. Channels may be merged in any division, and at the same time.
 */
public final class Partials {
    private double[] first = {};
    private double[] second = {};

    /** Makes room for the results of a grid. */
    public void reserve(int slots) {
        if (first.length < slots) {
            double[] newFirst = new double[slots];
            second = new double[slots];
            first = newFirst;
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
        for (int c = from; c < to; c++) {
            mean[c] = 0;
            squares[c] = second[grid.slot(c, 0)];
        }
        long count = grid.count(0);
        for (int part = 1; part < grid.parts(); part++) {
            long added = grid.count(part);
            double weight = MomentMerge.weight(count, added);
            for (int c = from; c < to; c++) {
                int slot = grid.slot(c, part);
                double distance = first[slot] - first[grid.slot(c, 0)];
                squares[c] = MomentMerge.squares(count, mean[c], squares[c], distance, second[slot], weight);
                mean[c] = MomentMerge.mean(mean[c], distance, weight);
            }
            count += added;
        }
        for (int c = from; c < to; c++) {
            mean[c] += first[grid.slot(c, 0)];
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
