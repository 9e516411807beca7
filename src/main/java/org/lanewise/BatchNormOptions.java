package org.lanewise;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.exec.Engine;
import org.lanewise.exec.EnginePool;
import org.lanewise.exec.Packing;
import org.lanewise.exec.Plans;
import org.lanewise.stats.PopulationEstimate;

/**
 * What a layer is made with. Immutable: each method gives new options.
 *
 * <pre>{@code
 * BatchNormOptions options = BatchNormOptions.defaults()
 *         .eps(1e-3)
 *         .population(PopulationEstimate.cumulativeAverage())
 *         .pool(ForkJoinPool.commonPool());
 * }</pre>
 */
public final class BatchNormOptions {
    private static final BatchNormOptions DEFAULTS =
            new BatchNormOptions(1e-5, true, true, PopulationEstimate.momentum(0.1), Activation.none(), null);

    private final double eps;
    private final boolean scale;
    private final boolean shift;
    private final PopulationEstimate population;
    private final Activation activation;
    private final ForkJoinPool pool;

    private BatchNormOptions(
            double eps, boolean scale, boolean shift, PopulationEstimate population, Activation activation, ForkJoinPool pool) {
        this.eps = eps;
        this.scale = scale;
        this.shift = shift;
        this.population = population;
        this.activation = activation;
        this.pool = pool;
    }

    /** {@link Convention#PYTORCH}'s: eps 1e-5, scale and shift on, a moving average with momentum 0.1; no activation; on the calling thread. */
    public static BatchNormOptions defaults() {
        return DEFAULTS;
    }

    /**
     * What is added to the variance.
     *
     * @param eps 0 or more, finite. What must be above 0 is variance + eps: with an eps of 0, a batch's constant
     *     channel is NaN, as 0/0 is
     * @throws IllegalArgumentException if eps is negative, infinite or NaN
     */
    public BatchNormOptions eps(double eps) {
        if (!(eps >= 0 && eps <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("eps: " + eps + ", must be finite and not negative");
        }
        return new BatchNormOptions(eps, scale, shift, population, activation, pool);
    }

    /** Whether there is a learned gamma; else it is 1. */
    public BatchNormOptions scale(boolean on) {
        return new BatchNormOptions(eps, on, shift, population, activation, pool);
    }

    /** Whether there is a learned beta; else it is 0. */
    public BatchNormOptions shift(boolean on) {
        return new BatchNormOptions(eps, scale, on, population, activation, pool);
    }

    /** How the population's statistics are estimated. */
    public BatchNormOptions population(PopulationEstimate estimate) {
        return new BatchNormOptions(eps, scale, shift, Objects.requireNonNull(estimate, "estimate"), activation, pool);
    }

    /** Keeps no running statistics: the layer can train, but not infer. */
    public BatchNormOptions withoutRunningStatistics() {
        return new BatchNormOptions(eps, scale, shift, null, activation, pool);
    }

    /** What follows in the same pass, forward and backward; commonly {@link Activation#relu}. */
    public BatchNormOptions activation(Activation newActivation) {
        return new BatchNormOptions(eps, scale, shift, population, Objects.requireNonNull(newActivation, "activation"), pool);
    }

    /**
     * Large calls are helped by this pool's workers, {@link ForkJoinPool#commonPool()} or the caller's own; the calling thread
     * works too, so a pool of k workers makes k + 1 threads. The results have the same bits. The pool stays the caller's.
     * After a call a worker looks for the next one for 100 microseconds, unless the pool has other tasks.
     */
    public BatchNormOptions pool(ForkJoinPool pool) {
        return new BatchNormOptions(eps, scale, shift, population, activation, Objects.requireNonNull(pool, "pool"));
    }

    /** Runs on the calling thread alone: the default. */
    public BatchNormOptions serial() {
        return new BatchNormOptions(eps, scale, shift, population, activation, null);
    }

    double eps() {
        return eps;
    }

    boolean hasScale() {
        return scale;
    }

    boolean hasShift() {
        return shift;
    }

    Optional<PopulationEstimate> population() {
        return Optional.ofNullable(population);
    }

    Activation activation() {
        return activation;
    }

    Engine newEngine() {
        return new Engine(pool);
    }

    Packing newPacking() {
        return new Packing(pool);
    }

    EnginePool newEnginePool() {
        return new EnginePool(pool);
    }

    Plans newPlans() {
        return new Plans(pool);
    }
}
