package org.lanewise.tools.time;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** Times an operation by the median of many readings, so that an interruption counts for nothing. */
public final class Stopwatch {
    /** A reading takes some 30 ns, so it covers this much at least: short operations are read in groups. */
    private static final long READING_NANOS = 20_000;

    private static final int MIN_READINGS = 3;

    /**
     * A turn begins with so many untimed runs for each that is timed: the caches may hold another rival's data, and the
     * operation's threads may sleep.
     */
    private static final double UNTIMED = 0.2;

    /** A stretch that takes at least so much of the fastest before is steady. */
    private static final double STEADY = 0.97;

    private final Runnable operation;
    private final int group;
    private final int untimed;
    private final double[] readings;

    /** For an operation of which one run takes about so many nanoseconds. */
    private Stopwatch(Runnable operation, double nanos, Effort effort) {
        this.operation = operation;
        group = (int) Math.max(1, Math.ceil(READING_NANOS / nanos));
        readings = new double[(int) Math.max(MIN_READINGS, effort.turnNanos() / (group * nanos))];
        untimed = (int) Math.ceil(UNTIMED * readings.length * group);
    }

    /** For an operation that has settled. */
    static Stopwatch settled(Runnable operation, Effort effort) {
        return new Stopwatch(operation, nanosOf(operation, effort.turnNanos()), effort);
    }

    /** For an operation that is to settle first. */
    public static Stopwatch warmedUp(Runnable operation, Effort effort) {
        return new Stopwatch(operation, settle(operation, effort), effort);
    }

    /**
     * Repeats an operation until it has become no faster and the JVM compiles nothing any more.
     *
     * @return nanoseconds of one run in the last stretch
     */
    public static double settle(Runnable operation, Effort effort) {
        double fastest = Double.POSITIVE_INFINITY;
        double last = fastest;
        int steady = 0;
        for (int windows = 0; windows < effort.maxWindows() && steady < effort.steadyWindows(); windows++) {
            long compiled = compilationMillis();
            last = nanosOf(operation, effort.windowNanos());
            steady = last >= STEADY * fastest && compilationMillis() == compiled ? steady + 1 : 0;
            fastest = Math.min(fastest, last);
        }
        return last;
    }

    /** The time that JIT compilations took which are complete; always 0 where the JVM does not tell. */
    private static long compilationMillis() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        boolean tells = compiler != null && compiler.isCompilationTimeMonitoringSupported();
        return tells ? compiler.getTotalCompilationTime() : 0;
    }

    /** Nanoseconds of one run, over a stretch of time. */
    private static double nanosOf(Runnable operation, long stretch) {
        long begin = System.nanoTime();
        long now = begin;
        long runs = 0;
        while (now - begin < stretch) {
            operation.run();
            runs++;
            now = System.nanoTime();
        }
        return (double) (now - begin) / runs;
    }

    /** One turn: the median of its readings, in microseconds of one run. */
    public double turn() {
        for (int i = 0; i < untimed; i++) {
            operation.run();
        }
        for (int i = 0; i < readings.length; i++) {
            long begin = System.nanoTime();
            for (int k = 0; k < group; k++) {
                operation.run();
            }
            readings[i] = (System.nanoTime() - begin) / (1e3 * group);
        }
        return Median.of(readings);
    }
}
