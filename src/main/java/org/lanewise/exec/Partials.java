package org.lanewise.exec;

import org.lanewise.kernel.Chan;
import org.lanewise.kernel.Grid;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Operation;

/**
 * The results that a reduction leaves, by channel and part, and their merging to one per channel, in the order of the parts. The
 * channels may be merged in any division, and at the same time.
 */
final class Partials {
    private double[] first = {};
    private double[] second = {};

    /** Makes the operands' results point here, with room for a grid's. */
    void provide(Operands operands, Grid grid) {
        if (first.length < grid.slots()) {
            double[] newFirst = new double[grid.slots()];
            second = new double[grid.slots()];
            first = newFirst;
        }
        operands.first = first;
        operands.second = second;
    }

    /** Merges what an operation has left for some channels. */
    void merge(Operation operation, Grid grid, int from, int to, double[] mergedFirst, double[] mergedSecond) {
        if (operation == Operation.MOMENTS) {
            moments(grid, from, to, mergedFirst, mergedSecond);
        } else {
            sums(grid, from, to, mergedFirst, mergedSecond);
        }
    }

    /**
     * Means and squares. The parts' means are merged as distances from the first part's: they are small where the mean itself may be
     * large, and so are their roundings.
     */
    private void moments(Grid grid, int from, int to, double[] mean, double[] squares) {
        for (int c = from; c < to; c++) {
            mean[c] = 0;
            squares[c] = second[grid.slot(c, 0)];
        }
        long count = grid.count(0);
        for (int part = 1; part < grid.parts(); part++) {
            long added = grid.count(part);
            double weight = Chan.weight(count, added);
            for (int c = from; c < to; c++) {
                int slot = grid.slot(c, part);
                double distance = first[slot] - first[grid.slot(c, 0)];
                squares[c] = Chan.squares(count, mean[c], squares[c], distance, second[slot], weight);
                mean[c] = Chan.mean(mean[c], distance, weight);
            }
            count += added;
        }
        for (int c = from; c < to; c++) {
            mean[c] += first[grid.slot(c, 0)];
        }
    }

    private void sums(Grid grid, int from, int to, double[] sum, double[] sumOfProducts) {
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
