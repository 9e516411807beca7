package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.lanewise.tensor.Tensor;

/**
 * The plans of a layer: eight of them, so that a call whose plan is among them allocates nothing. Plans in steady use
 * stay when new ones come. For any number of threads at the same time: plans are immutable.
 */
public final class Plans {
    /**
     * Enough for training, inference and backward passes over two shapes, and two more. A look through them takes some
     * nanoseconds.
     */
    private static final int KEPT = 8;

    private final int threads;
    private final boolean warmsUp;
    private final Plan[] kept = new Plan[KEPT];
    /**
     * Which plans were used since {@link #keep} last looked. Written only on change, so that calls share what they
     * read.
     */
    private final boolean[] used = new boolean[KEPT];

    /** Where a new plan goes, if the one there was not used. */
    private final AtomicInteger next = new AtomicInteger();

    /** Plans for engines with a pool, or without one if it is null. */
    public Plans(ForkJoinPool pool) {
        this(pool, false);
    }

    /**
     * As {@link #Plans(ForkJoinPool)}, for a warm-up or not.
     *
     * @param warmsUp whether vector kernels work at once, without their scalar twins
     */
    public Plans(ForkJoinPool pool, boolean warmsUp) {
        threads = Execution.threads(pool);
        this.warmsUp = warmsUp;
    }

    /**
     * The plan of a pass over tensors of x's shape, layout and type.
     *
     * @throws IllegalStateException if the system property {@code lanewise.provider} forces kernels that can't be had
     */
    public Plan of(Pass pass, Tensor x, Epilogue epilogue) {
        Plan plan = find(pass, x, epilogue);
        return plan != null ? plan : make(pass, x, epilogue);
    }

    private Plan find(Pass pass, Tensor x, Epilogue epilogue) {
        for (int i = 0; i < KEPT; i++) {
            Plan plan = kept[i];
            if (plan != null && plan.matches(pass, x, epilogue)) {
                if (!used[i]) {
                    used[i] = true;
                }
                return plan;
            }
        }
        return null;
    }

    private synchronized Plan make(Pass pass, Tensor x, Epilogue epilogue) {
        // Another thread may have made it meanwhile.
        Plan plan = find(pass, x, epilogue);
        if (plan == null) {
            Plan.Signature signature = new Plan.Signature(pass, x.shape(), x.layout(), x.type(), epilogue);
            plan = new Plan(signature, Provider.active().kernels(x.type()), threads);
            if (warmsUp) {
                plan.start();
            }
            keep(plan);
        }
        return plan;
    }

    /** In place of a plan that was not used for a whole round ("second chance"): plans in steady use stay. */
    private void keep(Plan plan) {
        int i = next.get();
        while (used[i]) {
            used[i] = false;
            i = (i + 1) % KEPT;
        }
        kept[i] = plan;
        next.set((i + 1) % KEPT);
    }
}
