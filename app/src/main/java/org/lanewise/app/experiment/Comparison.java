package org.lanewise.app.experiment;

/**
 * A figure with and without batch normalization. The seeds are pairs: the two networks of a seed begin with the same
 * weights and see the same images in the same order.
 *
 * @param title what is compared
 * @param with the figure of each seed with batch normalization; empty if there is nothing to compare
 * @param without the figure of each seed without it
 * @param smallerIsBetter or else larger
 */
public record Comparison(String title, double[] with, double[] without, boolean smallerIsBetter) {
    /** What seeds say. */
    public enum Outcome {
        /** Better with batch normalization, with every seed. */
        HOLDS("holds"),
        /** Better with batch normalization with no seed. */
        FAILS("does not hold"),
        /** Better with some seeds. */
        SPLIT("seeds disagree"),
        /** There is nothing to compare. */
        UNKNOWN("nothing to compare");

        private final String title;

        Outcome(String title) {
            this.title = title;
        }

        /** Its name, for a person. */
        public String title() {
            return title;
        }
    }

    /** What the seeds say. A figure that is NaN, or no different, is not better. */
    public Outcome outcome() {
        if (with.length == 0) {
            return Outcome.UNKNOWN;
        }
        int better = 0;
        for (int seed = 0; seed < with.length; seed++) {
            if (smallerIsBetter ? with[seed] < without[seed] : with[seed] > without[seed]) {
                better++;
            }
        }
        return better == with.length ? Outcome.HOLDS : better == 0 ? Outcome.FAILS : Outcome.SPLIT;
    }
}
