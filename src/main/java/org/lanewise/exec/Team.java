package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.lanewise.kernel.Kernel;
import org.lanewise.kernel.Operands;

/**
 * The caller and its helpers in a pool, who take units from one counter until none is left. Which of them runs a unit is
 * left to chance; no result depends on it.
 *
 * <p>The caller never waits for a helper that has not begun: in a busy pool it does the work itself, so a call from one
 * of the pool's own workers can't deadlock. Reusable; for one calling thread at a time.
 */
final class Team {
    private final Helper[] helpers;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    // The call at hand. Written before a helper is offered it and read after it took the offer, which orders the two.
    private Kernel kernel;
    private Operands operands;
    private int units;
    private int grain;

    Team(ForkJoinPool pool) {
        helpers = new Helper[pool.getParallelism()];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(this, pool);
        }
    }

    /** Runs the kernel on units 0 to {@code units - 1}, taking {@code grain} of them at a time; scratch is the caller's. */
    void run(Kernel kernel, Operands operands, int units, int grain, double[] scratch) {
        this.kernel = kernel;
        this.operands = operands;
        this.units = units;
        this.grain = grain;
        failure.set(null);
        next.set(0);
        int wanted = Math.min(helpers.length, Math.ceilDiv(units, grain) - 1);
        int offered = 0;
        try {
            while (offered < wanted) {
                helpers[offered++].offer();
            }
            work(scratch);
        } finally {
            // In any case: a helper must not outlive the call whose memory it writes.
            for (int i = 0; i < offered; i++) {
                helpers[i].dismiss();
            }
            this.kernel = null;
            this.operands = null;
        }
        rethrow(failure.get());
    }

    /** Takes units until none is left. Does not throw: a failure ends the work of all and is the caller's to report. */
    void work(double[] scratch) {
        try {
            for (int from = next.getAndAdd(grain); from < units; from = next.getAndAdd(grain)) {
                int to = Math.min(units, from + grain);
                for (int unit = from; unit < to; unit++) {
                    kernel.run(operands, unit, scratch);
                }
            }
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
            next.set(units);
        }
    }

    private static void rethrow(Throwable t) {
        switch (t) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("kernels throw no checked exception", t);
        }
    }
}
