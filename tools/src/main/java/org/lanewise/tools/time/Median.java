package org.lanewise.tools.time;

import java.util.Arrays;

/** The middle of some numbers. */
public final class Median {
    private Median() {}

    /** Of at least one number, in any order; they stay as they are. */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
