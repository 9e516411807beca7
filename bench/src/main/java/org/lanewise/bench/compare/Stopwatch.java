package org.lanewise.bench.compare;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Times an operation by the median of many, so that an interruption counts for nothing. */
final class Stopwatch {
    /** A reading takes some 30 ns, so it covers this much at least: short operations are read in groups. */
    private static final long READING_NANOS = 20_000;

    private static final int MIN_READINGS = 3;
    private static final int MAX_READINGS = 1000;

    /** A stretch that takes at least so much of the fastest before is steady. */
    private static final double STEADY = 0.97;

    private final Run run;
    private final int group;
    private final double[] readings;

    private Stopwatch(Run run, int group, int readings) {
        this.run = run;
        this.group = group;
        this.readings = new double[readings];
    }

    /** A stopwatch for an operation that has been repeated until it became no faster. */
    static Stopwatch warmedUp(Run run, Effort effort) {
        double fastest = Double.POSITIVE_INFINITY;
        double last = fastest;
        int steady = 0;
        for (int windows = 0; windows < effort.maxWindows() && steady < effort.steadyWindows(); windows++) {
            long compiled = compilationMillis();
            last = window(run, effort.windowNanos());
            steady = last >= STEADY * fastest && compilationMillis() == compiled ? steady + 1 : 0;
            fastest = Math.min(fastest, last);
        }
        int group = (int) Math.max(1, Math.ceil(READING_NANOS / last));
        double wanted = effort.turnNanos() / (group * last);
        return new Stopwatch(run, group, Math.clamp((long) wanted, MIN_READINGS, MAX_READINGS));
    }

    /** The time that JIT compilations took which are complete; always 0 where the JVM does not tell. */
    private static long compilationMillis() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported() ? compiler.getTotalCompilationTime() : 0;
    }

    /** Nanoseconds per operation over a stretch of time. */
    private static double window(Run run, long nanos) {
        long begin = System.nanoTime();
        long now = begin;
        long count = 0;
        while (now - begin < nanos) {
            run.run();
            count++;
            now = System.nanoTime();
        }
        return (double) (now - begin) / count;
    }

    /** One turn: the median of its readings, in microseconds per operation. */
    double turn() {
        for (int i = 0; i < readings.length; i++) {
            long begin = System.nanoTime();
            for (int k = 0; k < group; k++) {
                run.run();
            }
            readings[i] = (System.nanoTime() - begin) / (1e3 * group);
        }
        Arrays.sort(readings);
        return Median.ofSorted(readings);
    }
}
