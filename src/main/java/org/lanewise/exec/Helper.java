package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.lanewise.kernel.call.Scratch;

/**
 * One place in a pool's queue that can be offered work again and again, without a new task each time. An offer that
 * nobody took when the caller is done is withdrawn, not waited for; the task then stays in the queue, and the next
 * offer finds it there.
 *
 * <p>A worker that has come lingers for a moment after the call: to wake one takes longer than most calls, and a call
 * is seldom alone.
 */
final class Helper extends ForkJoinTask<Void> {
    private static final long serialVersionUID = 1L;

    private enum State {
        /** Not in the queue. */
        IDLE,
        /** With work to do; in the queue, or seen by a worker that lingers. */
        OFFERED,
        /** With nothing to do any more; in the queue, or seen by a worker that lingers. */
        WITHDRAWN,
        /** A worker is at it. */
        WORKING,
        /** A worker has nothing to do, and looks for the next offer. */
        LINGERING
    }

    /**
     * About the time in which a helper finishes what it has taken: longer, and the processor is better left to others.
     */
    private static final int SPINS = 2000;

    private static final long PARK_NANOS = 20_000;

    /** About the time to wake a worker on a virtual machine. */
    private static final long LINGER_NANOS = 100_000;

    /** Then a worker goes back to the pool, where others may be waiting for it, or the pool to be closed. */
    private static final int MAX_OFFERS = 64;

    /** Between looks at the clock. */
    private static final int SPINS_PER_LOOK = 16;

    private final transient Team team;
    private final transient ForkJoinPool pool;
    /** Made with the first offer: a layer that is never large needs none. */
    private transient Scratch scratch;

    private final transient AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    Helper(Team team, ForkJoinPool pool) {
        this.team = team;
        this.pool = pool;
    }

    /**
     * Asks the pool for a worker. Whatever goes wrong with that (the pool is shut down, no thread can be started) is no
     * failure of the call: the caller then does all the work.
     */
    void offer() {
        if (scratch == null) {
            scratch = new Scratch();
        }
        // A worker may go from the one to the other meanwhile, or to IDLE.
        for (State now = state.get(); now == State.LINGERING || now == State.WITHDRAWN; now = state.get()) {
            if (state.compareAndSet(now, State.OFFERED)) {
                return;
            }
        }
        state.set(State.OFFERED);
        try {
            pool.execute(this);
        } catch (RejectedExecutionException e) {
            state.compareAndSet(State.OFFERED, State.IDLE);
        } catch (Throwable t) {
            // The pool queues first and starts a thread then: this may be in the queue, and has to be withdrawn as
            // usual.
            return;
        }
    }

    /** Takes the offer back if no worker has begun, else waits until it has finished. */
    void dismiss() {
        if (state.compareAndSet(State.OFFERED, State.WITHDRAWN)) {
            return;
        }
        for (int spin = 0; state.get() == State.WORKING; spin++) {
            if (spin < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        }
    }

    /** Returns false, "not completed", always: a completed task could not be queued again. */
    @Override
    protected boolean exec() {
        for (int taken = 1; awaitOffer(); taken++) {
            boolean isLast = taken == MAX_OFFERS || pool.isShutdown();
            try {
                team.takeSteps(scratch);
            } finally {
                state.set(isLast ? State.IDLE : State.LINGERING);
            }
            if (isLast) {
                break;
            }
        }
        return false;
    }

    /** True with an offer taken; false when none came for a while: then this is idle. */
    private boolean awaitOffer() {
        long start = System.nanoTime();
        for (; ; ) {
            for (int spin = 0; spin < SPINS_PER_LOOK; spin++) {
                if (state.get() == State.OFFERED && state.compareAndSet(State.OFFERED, State.WORKING)) {
                    return true;
                }
                Thread.onSpinWait();
            }
            // An offer that was withdrawn before this worker came, or saw it.
            state.compareAndSet(State.WITHDRAWN, State.LINGERING);
            if (!isTimeToLinger(start)
                    && (state.compareAndSet(State.LINGERING, State.IDLE) || state.get() == State.IDLE)) {
                return false;
            }
        }
    }

    /** Others' tasks go first. */
    private boolean isTimeToLinger(long start) {
        return System.nanoTime() - start < LINGER_NANOS
                && !pool.hasQueuedSubmissions()
                && pool.getQueuedTaskCount() == 0;
    }

    @Override
    public Void getRawResult() {
        return null;
    }

    @Override
    protected void setRawResult(Void value) {}
}
