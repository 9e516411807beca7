package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import org.lanewise.kernel.call.Scratch;

/**
 * Runs all steps of some work: on the calling thread, and with the help of a pool's workers where there is a pool and
 * enough to do. Allocates nothing per call. For one thread at a time.
 */
final class Execution {
    /**
     * Work on a call, in steps that may be run in any order and at the same time, each exactly once. It keeps nothing
     * of a call: what it works on is given to it.
     *
     * @param <C> the call
     */
    @FunctionalInterface
    interface Work<C> {
        /**
         * Runs a step.
         *
         * @param call what is worked on
         * @param step from 0 on
         * @param scratch the running thread's own
         */
        void run(C call, int step, Scratch scratch);
    }

    /**
     * The fewest bytes to share out, of a stage that copies about as fast as the cache can. With fewer, meeting a
     * helper costs more time than it saves.
     */
    static final long INLINE_BYTES = 3 << 17;

    /**
     * About the bytes that a thread takes at a time: some microseconds of work, so that the counter is no bottleneck.
     */
    private static final long TASK_BYTES = 1 << 17;

    private final Team team;
    private final Scratch scratch = new Scratch();

    /** Execution with a pool's workers, or on the calling thread alone if the pool is null. */
    Execution(ForkJoinPool pool) {
        this.team = pool == null ? null : new Team(pool);
    }

    /**
     * Runs every step, each exactly once, and returns when all are done.
     *
     * @param call what is worked on
     * @param bytes what all steps together read or write
     * @param shareable whether other threads may access the memory
     */
    <C> void run(Work<C> work, C call, int steps, long bytes, boolean shareable) {
        if (team != null && shareable && bytes >= INLINE_BYTES && steps > 1) {
            team.run(work, call, steps, Math.clamp(TASK_BYTES * steps / bytes, 1, steps), scratch);
            return;
        }
        for (int step = 0; step < steps; step++) {
            work.run(call, step, scratch);
        }
    }

    /** The threads that may work at a time, the caller's among them. */
    int threads() {
        return team == null ? 1 : team.threads();
    }

    /** The threads that execution with a pool has. */
    static int threads(ForkJoinPool pool) {
        return pool == null ? 1 : 1 + pool.getParallelism();
    }
}
