package org.lanewise.app.experiment;

import java.util.List;
import org.lanewise.app.data.FashionMnist;

/**
 * What became of a trial.
 *
 * @param trial what was tried
 * @param steps that were planned
 * @param losses the training loss of each step, up to the first that was infinite or NaN, without it
 * @param measurements of the steps that were measured
 * @param testAccuracy the share of the test images that the network recognizes in the end, 0 to 1; NaN if it diverged
 */
public record TrialResult(
        Trial trial, int steps, double[] losses, List<Measurement> measurements, double testAccuracy) {
    /** The loss of one who guesses: each class with the same probability. */
    public static final double GUESSING = Math.log(FashionMnist.CLASSES);

    /** A network trains if its loss comes below half of that of guessing. */
    public static final double TRAINED = GUESSING / 2;

    /** The loss of a step is noise; the mean over so many steps is taken where one crosses a line. */
    static final int WINDOW = 10;

    /** Whether a loss was infinite or NaN. */
    public boolean diverged() {
        return losses.length < steps;
    }

    /** The mean loss over the last tenth of the steps; infinite if the training diverged. */
    public double finalLoss() {
        return diverged() ? Double.POSITIVE_INFINITY : mean(steps - Math.max(1, steps / 10), steps);
    }

    /** Whether no loss was infinite or NaN, and the final one is below {@link #TRAINED}. */
    public boolean trains() {
        return finalLoss() < TRAINED;
    }

    /**
     * The steps until the mean loss over {@value #WINDOW} of them was below {@link #TRAINED} for the first time;
     * infinite if it never was, or if the training diverged.
     */
    public double stepsUntilTrained() {
        for (int to = WINDOW; to <= losses.length && !diverged(); to++) {
            if (mean(to - WINDOW, to) < TRAINED) {
                return to;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int step = from; step < to; step++) {
            sum += losses[step];
        }
        return sum / (to - from);
    }
}
