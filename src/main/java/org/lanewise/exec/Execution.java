package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import org.lanewise.kernel.Kernel;
import org.lanewise.kernel.Lanes;
import org.lanewise.kernel.Operands;

/**
 * Runs a kernel on all units of its operands: on the calling thread, and with the help of a pool's workers where there is a
 * pool and enough to do. Allocates nothing per call. For one thread at a time.
 */
final class Execution {
    /** Below this many bytes of operands, waking a helper takes longer than what it would take off the caller. */
    static final long INLINE_BYTES = 1 << 18;

    /** About what a thread takes at a time: some microseconds of work, so that the counter is no bottleneck. */
    private static final long TASK_BYTES = 1 << 17;

    private final Team team;
    private final double[] scratch = new double[Lanes.SCRATCH];

    /** Execution with a pool's workers, or on the calling thread alone if the pool is null. */
    Execution(ForkJoinPool pool) {
        this.team = pool == null ? null : new Team(pool);
    }

    /**
     * Runs the kernel on every unit, each exactly once, and returns when all are done.
     *
     * @param bytes the size of all tensors that the kernel reads or writes
     * @param shareable whether other threads may access the segments
     */
    void run(Kernel kernel, Operands operands, long bytes, boolean shareable) {
        int units = operands.grid.units();
        if (team != null && shareable && bytes >= INLINE_BYTES && units > 1) {
            team.run(kernel, operands, units, Math.clamp(TASK_BYTES * units / bytes, 1, units), scratch);
            return;
        }
        for (int unit = 0; unit < units; unit++) {
            kernel.run(operands, unit, scratch);
        }
    }
}
