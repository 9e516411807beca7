package org.lanewise.tools.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Times operations that do the same work: in rounds in which each has its turn, so that what the machine does beside
 * falls on all alike. Each round begins with another operation.
 */
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
        double[][] micros = new double[watches.size()][effort.rounds()];
        for (int round = 0; round < effort.rounds(); round++) {
            for (int turn = 0; turn < watches.size(); turn++) {
                int operation = (round + turn) % watches.size();
                micros[operation][round] = watches.get(operation).turn();
                pause();
            }
        }
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
