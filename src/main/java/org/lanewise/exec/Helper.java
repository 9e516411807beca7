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
     * How often the caller spins before it parks. It takes about as long as a helper needs to finish what it has taken.
     * A longer wait is better spent parked, so that others get the processor.
     */
    private static final int SPINS = 2000;

    /** How long the caller parks before it looks again. Nobody unparks it. */
    private static final long PARK_NANOS = 20_000;

    /** How long a worker lingers: about the time that it takes to wake one on a virtual machine. */
    private static final long LINGER_NANOS = 100_000;

    /**
     * How many offers a worker takes in a row. Then it goes back to the pool: other tasks may be waiting for it, or the
     * pool's end.
     */
    private static final int MAX_OFFERS = 64;

    /** How often a lingering worker looks for an offer between two looks at the clock. */
    private static final int SPINS_PER_LOOK = 16;

    private final transient Team team;
    private final int member;
    private final transient ForkJoinPool pool;
    /** Made with the first offer: a layer whose tensors are always small never makes one. */
    private transient Scratch scratch;

    private final transient AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    /** The helper that is a member of a team by a number. */
    Helper(Team team, int member, ForkJoinPool pool) {
        this.team = team;
        this.member = member;
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
        // Meanwhile a worker may turn WITHDRAWN into LINGERING, or LINGERING into IDLE.
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
            // The pool queues a task before it starts a thread. So this may be queued, and dismiss must withdraw it.
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
                team.takeSteps(member, scratch);
            } finally {
                state.set(isLast ? State.IDLE : State.LINGERING);
            }
            if (isLast) {
                break;
            }
        }
        return false;
    }

    /** Waits for an offer and takes it. Returns false if none came for a while; the state is then IDLE. */
    private boolean awaitOffer() {
        long start = System.nanoTime();
        for (; ; ) {
            for (int spin = 0; spin < SPINS_PER_LOOK; spin++) {
                if (state.get() == State.OFFERED && state.compareAndSet(State.OFFERED, State.WORKING)) {
                    return true;
                }
                Thread.onSpinWait();
            }
            // The offer was withdrawn before this worker came, or before it saw the offer.
            state.compareAndSet(State.WITHDRAWN, State.LINGERING);
            if (!isTimeToLinger(start)
                    && (state.compareAndSet(State.LINGERING, State.IDLE) || state.get() == State.IDLE)) {
                return false;
            }
        }
    }

    /** Whether a worker may still linger. The pool's other tasks go first. */
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
