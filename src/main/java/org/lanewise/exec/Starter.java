package org.lanewise.exec;

import java.util.function.LongSupplier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;

/**
 * A vector kernel, for which its scalar twin works until C2 has compiled it. In the interpreter every vector is an
 * object, and the first one loads a hundred classes; scalar code is compiled sooner, and gives the same bits.
 *
 * <p>C2 compiles what runs. So after a while with the twin alone the two take turns by units, the vector kernel for
 * most of the time, until it is the faster one. Any number of threads may run a starter. They lose some of each other's
 * times, which only moves that moment.
 */
final class Starter implements Kernel {
    /** How long the twin works alone, about as long as the first call of a service takes with it. */
    static final long ALONE_NANOS = 40_000_000;

    /** How many times as long as the twin the vector kernel works from then on. */
    static final int SHARE = 3;

    /** The longest time for the vector kernel to become faster; in small units it may never be. */
    static final long MAX_NANOS = 500_000_000;

    /** How often in a row the vector kernel must be faster: once may be chance. */
    static final int SURE = 4;

    private final Kernel twin;
    private final Kernel vector;
    private final LongSupplier clock;
    private boolean started;
    private long twinNanos;
    private long vectorNanos;
    private long lastOfTwin;
    private int faster;

    /** A starter that takes its time, in nanoseconds, from a clock. */
    Starter(Kernel twin, Kernel vector, LongSupplier clock) {
        this.twin = twin;
        this.vector = vector;
        this.clock = clock;
    }

    @Override
    public void run(Operands operands, int unit, Scratch scratch) {
        if (started) {
            vector.run(operands, unit, scratch);
        } else {
            runInTurn(operands, unit, scratch);
        }
    }

    /** Has the vector kernel work alone from now on, as in a warm-up, where calls may be slow. */
    void start() {
        started = true;
    }

    private void runInTurn(Operands operands, int unit, Scratch scratch) {
        long start = clock.getAsLong();
        if (twinNanos <= vectorNanos / SHARE + ALONE_NANOS) {
            twin.run(operands, unit, scratch);
            lastOfTwin = clock.getAsLong() - start;
            twinNanos += lastOfTwin;
        } else {
            vector.run(operands, unit, scratch);
            long nanos = clock.getAsLong() - start;
            vectorNanos += nanos;
            faster = nanos < lastOfTwin ? faster + 1 : 0;
            started = faster >= SURE || vectorNanos > MAX_NANOS;
        }
    }
}
