package org.lanewise.app.train;

/** Hears how a training goes on, from the thread that trains. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** A network's training begins. */
    default void runBegins(boolean batchNormalized) {}

    /** An epoch of some steps begins. */
    default void epochBegins(int number, int steps) {}

    /** A step is done. */
    default void stepEnds(double loss) {}

    /** An epoch is done. */
    default void epochEnds(Epoch epoch) {}
}
