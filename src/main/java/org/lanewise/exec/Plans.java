package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import org.lanewise.tensor.Tensor;

/**
 * The plans of a layer: the eight made last (not the last used), so that a call whose plan is among them allocates
 * nothing. For any number of threads at the same time: plans are immutable, and two threads that each make a plan for
 * one signature get the same bits.
 */
public final class Plans {
    /**
     * Enough for training, inference and backward passes over two shapes, and two more. A look through them takes some
     * nanoseconds.
     */
    private static final int KEPT = 8;

    private final Provider provider = Provider.active();
    private final int threads;
    private final Plan[] kept = new Plan[KEPT];
    private int oldest;

    /**
     * Plans for engines with a pool, or without one if it is null.
     *
     * @throws IllegalStateException if the system property {@code lanewise.provider} forces kernels that can't be had
     */
    public Plans(ForkJoinPool pool) {
        threads = Execution.threads(pool);
    }

    /** The plan of a pass over tensors of x's shape, layout and type. */
    public Plan of(Pass pass, Tensor x, Epilogue epilogue) {
        for (Plan plan : kept) {
            if (plan != null && plan.matches(pass, x, epilogue)) {
                return plan;
            }
        }
        Plan.Signature signature = new Plan.Signature(pass, x.shape(), x.layout(), x.type(), epilogue);
        Plan plan = new Plan(signature, provider.kernels(x.type()), threads);
        keep(plan);
        return plan;
    }

    private synchronized void keep(Plan plan) {
        kept[oldest] = plan;
        oldest = (oldest + 1) % KEPT;
    }
}
