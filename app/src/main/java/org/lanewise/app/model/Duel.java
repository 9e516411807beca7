package org.lanewise.app.model;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Times two engines on the same work: in rounds in which both have their turns, so that what the machine does beside falls on both
 * alike; the median of the rounds counts, and in each round the median of a turn's readings.
 */
public final class Duel {
    private static final int ROUNDS = 7;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** A reading takes some 30 ns, so it covers this much at least: short operations are read in groups. */
    private static final long READING_NANOS = 20_000;

    private static final int MIN_READINGS = 3;

    /** ONNX Runtime's threads look for work for some milliseconds before they sleep, on the cores that we are to have next. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    /** Longer together than C2 takes to compile what is run, for what waits for C2 is steady too. */
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final int STEADY_WINDOWS = 5;
    private static final int MAX_WINDOWS = 80;

    /** A window that takes at least so much of the fastest before is steady. */
    private static final double STEADY = 0.97;

    private final boolean pauses;

    /** Between engines that work with so many threads. */
    Duel(int threads) {
        pauses = threads > 1;
    }

    /** The medians, in microseconds. */
    public record Times(double first, double second) {}

    /** Repeats something until it has become no faster and the JVM compiles nothing any more. */
    static void settle(Runnable work) {
        double fastest = Double.POSITIVE_INFINITY;
        int steady = 0;
        for (int windows = 0; windows < MAX_WINDOWS && steady < STEADY_WINDOWS; windows++) {
            long compiled = compilationMillis();
            double nanos = nanosOf(work, WINDOW_NANOS);
            steady = nanos >= STEADY * fastest && compilationMillis() == compiled ? steady + 1 : 0;
            fastest = Math.min(fastest, nanos);
        }
    }

    /** The time that JIT compilations took which are complete; always 0 where the JVM does not tell. */
    private static long compilationMillis() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported() ? compiler.getTotalCompilationTime() : 0;
    }

    /** Nanoseconds of one run, over a stretch of time. */
    private static double nanosOf(Runnable work, long stretch) {
        long begin = System.nanoTime();
        long now = begin;
        long runs = 0;
        while (now - begin < stretch) {
            work.run();
            runs++;
            now = System.nanoTime();
        }
        return (double) (now - begin) / runs;
    }

    /** Times two operations that have settled. */
    Times time(Runnable first, Runnable second) {
        Runnable[] engines = {first, second};
        double[] nanos = new double[2];
        for (int engine = 0; engine < 2; engine++) {
            nanos[engine] = nanosOf(engines[engine], TURN_NANOS);
            pause();
        }
        double[][] micros = new double[2][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int turn = 0; turn < 2; turn++) {
                int engine = (round + turn) % 2;
                micros[engine][round] = turn(engines[engine], nanos[engine]);
                pause();
            }
        }
        return new Times(median(micros[0]), median(micros[1]));
    }

    private static double turn(Runnable work, double nanos) {
        int group = (int) Math.max(1, Math.ceil(READING_NANOS / nanos));
        double[] readings = new double[(int) Math.max(MIN_READINGS, TURN_NANOS / (group * nanos))];
        for (int i = 0; i < readings.length; i++) {
            long begin = System.nanoTime();
            for (int k = 0; k < group; k++) {
                work.run();
            }
            readings[i] = (System.nanoTime() - begin) / (1e3 * group);
        }
        return median(readings);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private void pause() {
        if (pauses) {
            long end = System.nanoTime() + PAUSE_NANOS;
            for (long left = PAUSE_NANOS; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
