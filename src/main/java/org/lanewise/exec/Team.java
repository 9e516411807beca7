package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.lanewise.kernel.call.Scratch;

/**
 * The caller and its helpers in a pool, who take steps from their {@link Shares} until none is left. Which of them runs
 * a step is left to chance; no result depends on it.
 *
 * <p>The caller never waits for a helper that has not begun: in a busy pool it does the work itself, so a call from one
 * of the pool's own workers can't deadlock. Reusable; for one calling thread at a time.
 */
final class Team {
    private final Helper[] helpers;
    private final Shares shares;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    // The call at hand. Written before a helper is offered it and read after it took the offer, which orders the two.
    private Execution.Work<Object> work;
    private Object call;

    Team(ForkJoinPool pool) {
        helpers = new Helper[pool.getParallelism()];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(this, i + 1, pool);
        }
        shares = new Shares(threads());
    }

    /** The caller and its helpers. */
    int threads() {
        return 1 + helpers.length;
    }

    /** Runs steps 0 to {@code steps - 1}, taking {@code grain} of them at a time; scratch is the caller's. */
    @SuppressWarnings("unchecked") // The work is given its own kind of call, and nothing else.
    <C> void run(Execution.Work<C> work, C call, int steps, int grain, Scratch scratch) {
        this.work = (Execution.Work<Object>) work;
        this.call = call;
        failure.set(null);
        int wanted = Math.min(helpers.length, Math.ceilDiv(steps, grain) - 1);
        shares.deal(steps, grain, 1 + wanted);
        int offered = 0;
        try {
            while (offered < wanted) {
                helpers[offered++].offer();
            }
            takeSteps(0, scratch);
        } finally {
            // In any case: a helper must not outlive the call whose memory it writes.
            for (int i = 0; i < offered; i++) {
                helpers[i].dismiss();
            }
            this.work = null;
            this.call = null;
        }
        rethrow(failure.get());
    }

    /**
     * Takes steps until none is left. Does not throw: a failure ends the work of all and is the caller's to report.
     *
     * @param member 0 is the caller, others are the helpers
     */
    void takeSteps(int member, Scratch scratch) {
        try {
            for (long steps = shares.take(member); steps != Shares.NONE; steps = shares.take(member)) {
                for (int step = Shares.from(steps); step < Shares.to(steps); step++) {
                    work.run(call, step, scratch);
                }
            }
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
            shares.drop();
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
