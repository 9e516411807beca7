package org.lanewise.bench.compare;

import java.util.Arrays;

/** The middle of some numbers. */
final class Median {
    private Median() {}

    /** Of at least one number, in any order; they stay as they are. */
    static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(sorted);
    }

    /** Of at least one number, in ascending order. */
    static double ofSorted(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
