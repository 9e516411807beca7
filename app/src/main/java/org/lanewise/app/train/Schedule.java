package org.lanewise.app.train;

/** How the learning rate falls over a training. */
public final class Schedule {
    /** The schedule in words, after "the learning rate". */
    public static final String NAME = "falls to 0 in a straight line over all steps";

    private Schedule() {}

    /**
     * The learning rate of a step.
     *
     * @param first the rate of the first step
     * @param step from 0
     * @param steps of the whole training
     */
    public static double rate(double first, long step, long steps) {
        return first * (1 - (double) step / steps);
    }
}
