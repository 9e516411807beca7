package org.lanewise.tools.time;

import java.util.concurrent.TimeUnit;

/**
 * How much time goes into a comparison of operations.
 *
 * @param rounds in each of which every operation has its turn; odd, so that there is a middle one
 * @param turnNanos about how long a turn is
 * @param windowNanos how long a stretch of warming up is
 * @param steadyWindows so many stretches in a row must not have been faster than those before, nor seen a compilation
 *     end: longer together than C2 takes to compile what is run, for what waits for C2 is steady too
 * @param maxWindows so many stretches at most, where the machine does not become steady
 * @param pauseNanos between two turns where there are threads. Those of OpenMP and of ONNX Runtime look for more work
 *     for some milliseconds before they sleep, and would take the cores from the operation that comes next. To forbid
 *     them that, by OMP_WAIT_POLICY=passive, would make each of their calls wake its threads: so they may, and the next
 *     operation waits.
 */
public record Effort(int rounds, long turnNanos, long windowNanos, int steadyWindows, int maxWindows, long pauseNanos) {
    /** For figures. */
    public static Effort full() {
        return new Effort(15, millis(10), millis(50), 5, 100, millis(15));
    }

    /** For figures of many small operations, which a person waits for. */
    public static Effort brief() {
        return new Effort(7, millis(2), millis(60), 5, 80, millis(15));
    }

    /** The same for what no JIT compiler makes faster: it need not be waited for. */
    public Effort withoutCompiler() {
        Effort quick = quick();
        return new Effort(rounds, turnNanos, quick.windowNanos, quick.steadyWindows, maxWindows, pauseNanos);
    }

    /** To see that all works. */
    public static Effort quick() {
        return new Effort(3, millis(2), millis(20), 4, 30, millis(5));
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
