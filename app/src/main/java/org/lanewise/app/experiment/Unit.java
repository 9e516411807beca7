package org.lanewise.app.experiment;

import java.util.Arrays;

/** What a figure counts, and how it is written for a person. */
public enum Unit {
    /** Steps of a training; infinite for never. */
    STEPS("steps") {
        @Override
        public String text(double value) {
            return Double.isInfinite(value) ? "never" : "%.0f".formatted(value);
        }
    },

    /** A learning rate; 0 for none. */
    RATE("learning rate") {
        @Override
        public String text(double value) {
            return value == 0 ? "none" : "%s".formatted((float) value);
        }
    },

    /** How many times as large. */
    FACTOR("factor") {
        @Override
        public String text(double value) {
            return Double.isInfinite(value)
                    ? "no end"
                    : value < 1000 ? "%.2f".formatted(value) : "%.0f".formatted(value);
        }
    },

    /** A share, from 0 to 1. */
    SHARE("%") {
        @Override
        public String text(double value) {
            return "%.1f %%".formatted(100 * value);
        }
    },

    /** A part of what it is compared with. */
    RELATIVE("relative") {
        @Override
        public String text(double value) {
            return value == 0 || value >= 0.001 ? "%.4f".formatted(value) : "%.1e".formatted(value);
        }
    };

    private final String title;

    Unit(String title) {
        this.title = title;
    }

    /** Its name, for the head of a table. */
    public String title() {
        return title;
    }

    /** A figure. */
    public abstract String text(double value);

    /** The figures of several seeds: the median, and where they differ the smallest and largest. */
    public String summary(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        String least = text(sorted[0]);
        String most = text(sorted[sorted.length - 1]);
        String middle = text(median(sorted));
        return least.equals(most) ? middle : middle + " (" + least + " to " + most + ")";
    }

    /**
     * The middle one, or the smaller of the two in the middle: one of those that were measured. NaN for none; those
     * that are NaN do not count.
     */
    public static double median(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }
}
