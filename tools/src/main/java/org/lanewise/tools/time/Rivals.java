package org.lanewise.tools.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;

/** Times operations of this JVM that do the same work, in {@link Rounds}. */
public final class Rivals {
    private final Effort effort;
    private final boolean pauses;
    private final List<Stopwatch> watches = new ArrayList<>();

    /** Operations that work with so many threads. */
    public Rivals(Effort effort, int threads) {
        this.effort = effort;
        pauses = threads > 1;
    }

    /** Adds an operation, and repeats it until it has settled. */
    public void add(Runnable operation) {
        watches.add(Stopwatch.warmedUp(operation, effort));
        pause();
    }

    /** Adds an operation that has settled by {@link Stopwatch#settle}. */
    public void addSettled(Runnable operation) {
        watches.add(Stopwatch.settled(operation, effort));
        pause();
    }

    /** Microseconds of one run: of each operation, in the order in which they came, one figure a round. */
    public double[][] time() {
        return Rounds.play(
                effort.rounds(),
                watches.stream()
                        .map(watch -> (DoubleSupplier) () -> timeOf(watch))
                        .toList());
    }

    private double timeOf(Stopwatch watch) {
        double micros = watch.turn();
        pause();
        return micros;
    }

    /** Lets the threads of the operation that was just run go to sleep; with one thread there are none. */
    private void pause() {
        if (pauses) {
            long end = System.nanoTime() + effort.pauseNanos();
            for (long left = effort.pauseNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
