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
 * The options of a layer. Immutable: each method returns new options.
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
            new BatchNormOptions(1e-5, true, true, PopulationEstimate.momentum(0.1), Activation.none(), null, false);

    private final double eps;
    private final boolean scale;
    private final boolean shift;
    private final PopulationEstimate population;
    private final Activation activation;
    private final ForkJoinPool pool;
    private final boolean warmsUp;

    private BatchNormOptions(
            double eps,
            boolean scale,
            boolean shift,
            PopulationEstimate population,
            Activation activation,
            ForkJoinPool pool,
            boolean warmsUp) {
        this.eps = eps;
        this.scale = scale;
        this.shift = shift;
        this.population = population;
        this.activation = activation;
        this.pool = pool;
        this.warmsUp = warmsUp;
    }

    /**
     * The default options, those of {@link Convention#PYTORCH}: eps 1e-5, a learned gamma and beta, a moving average
     * with momentum 0.1; no activation; on the calling thread alone.
     */
    public static BatchNormOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets eps, the number that is added to the variance. Default 1e-5.
     *
     * @param eps 0 or more, finite. Only variance + eps must be above 0: with an eps of 0 a channel that is constant in
     *     a batch becomes 0/0, NaN
     * @throws IllegalArgumentException if eps is negative, infinite or NaN
     */
    public BatchNormOptions eps(double eps) {
        if (!(eps >= 0 && eps <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("eps: " + eps + ", must be finite and not negative");
        }
        return new BatchNormOptions(eps, scale, shift, population, activation, pool, warmsUp);
    }

    /** Sets whether the layer has a learned gamma. Without, gamma is 1. Default true. */
    public BatchNormOptions scale(boolean on) {
        return new BatchNormOptions(eps, on, shift, population, activation, pool, warmsUp);
    }

    /** Sets whether the layer has a learned beta. Without, beta is 0. Default true. */
    public BatchNormOptions shift(boolean on) {
        return new BatchNormOptions(eps, scale, on, population, activation, pool, warmsUp);
    }

    /** Sets how the running statistics are estimated. Default {@link PopulationEstimate#momentum momentum(0.1)}. */
    public BatchNormOptions population(PopulationEstimate estimate) {
        return new BatchNormOptions(
                eps, scale, shift, Objects.requireNonNull(estimate, "estimate"), activation, pool, warmsUp);
    }

    /** Keeps no running statistics: such a layer can train, but neither infer nor freeze. */
    public BatchNormOptions withoutRunningStatistics() {
        return new BatchNormOptions(eps, scale, shift, null, activation, pool, warmsUp);
    }

    /**
     * Sets the activation, which is applied in the same pass, forward and backward. Default {@link Activation#none}.
     */
    public BatchNormOptions activation(Activation newActivation) {
        Objects.requireNonNull(newActivation, "activation");
        return new BatchNormOptions(eps, scale, shift, population, newActivation, pool, warmsUp);
    }

    /**
     * Sets a pool whose workers help in large calls: {@link ForkJoinPool#commonPool()} or the caller's own. The calling
     * thread works too, so a pool of k workers makes k + 1 threads. The results have the same bits as without. The
     * layer never shuts the pool down. After a call a worker waits 100 microseconds for the next one, unless the pool
     * has other tasks.
     */
    public BatchNormOptions pool(ForkJoinPool pool) {
        Objects.requireNonNull(pool, "pool");
        return new BatchNormOptions(eps, scale, shift, population, activation, pool, warmsUp);
    }

    /** Sets that the layer runs on the calling thread alone. This is the default. */
    public BatchNormOptions serial() {
        return new BatchNormOptions(eps, scale, shift, population, activation, null, warmsUp);
    }

    /** Sets that vector kernels work at once, as in a warm-up, where calls may be slow. */
    BatchNormOptions warmingUp() {
        return new BatchNormOptions(eps, scale, shift, population, activation, pool, true);
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

    /** Null for none. */
    ForkJoinPool pool() {
        return pool;
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
        return new Plans(pool, warmsUp);
    }
}
