package org.lanewise;

import java.time.Duration;
import java.util.Objects;
import org.lanewise.exec.Access;
import org.lanewise.exec.Call;
import org.lanewise.exec.EnginePool;
import org.lanewise.exec.Epilogue;
import org.lanewise.exec.Parameters;
import org.lanewise.exec.Pass;
import org.lanewise.exec.Plan;
import org.lanewise.exec.Plans;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Batch normalization as a function: y = gamma·(x - mean)/sqrt(variance + eps) + beta with constants per channel, which
 * is what a trained layer is in service. Its y has the bits of {@link BatchNorm#infer(Tensor, Tensor)}.
 *
 * <pre>{@code
 * FrozenBatchNorm service = layer.freeze(); // as learned up to now; training may go on
 * service.apply(x, y); // from any thread
 * }</pre>
 *
 * <p>A model that was trained elsewhere brings arrays:
 *
 * <pre>{@code
 * FrozenBatchNorm loaded =
 *         FrozenBatchNorm.of(runningMean, runningVariance, weight, bias, Convention.PYTORCH.options());
 * }</pre>
 *
 * <p>It takes tensors of any rank, shape, layout and element type with its number of channels.
 *
 * <p>Immutable, and safe for any number of threads at the same time, however it got to them. Each call takes scratch
 * memory that no other call uses; the tensors of calls at the same time are the caller's care.
 */
public final class FrozenBatchNorm {
    private final BatchNormOptions options;
    private final double[] mean;
    private final double[] variance;
    private final double[] gamma;
    private final double[] beta;
    private final Parameters inFloat;
    private final Parameters inDouble;
    private final Plans plans;
    private final EnginePool engines;

    /** With arrays that nobody else has. */
    private FrozenBatchNorm(double[] mean, double[] variance, double[] gamma, double[] beta, BatchNormOptions options) {
        this.mean = mean;
        this.variance = variance;
        this.gamma = gamma;
        this.beta = beta;
        this.options = options;
        plans = options.newPlans();
        engines = options.newEnginePool();
        BatchStatistics statistics = new BatchStatistics(mean.length);
        for (int c = 0; c < mean.length; c++) {
            statistics.set(c, mean[c], variance[c], options.eps(), gamma[c], beta[c]);
        }
        inFloat = parameters(ElementType.FLOAT32, statistics);
        inDouble = parameters(ElementType.FLOAT64, statistics);
    }

    private static Parameters parameters(ElementType type, BatchStatistics statistics) {
        Coefficients coefficients = new Coefficients(type, statistics.channels());
        coefficients.forward(statistics, 0, statistics.channels());
        return coefficients.parameters;
    }

    /** With what a population, gamma and beta are now. */
    static FrozenBatchNorm of(PopulationStatistics population, float[] gamma, float[] beta, BatchNormOptions options) {
        double[] mean = new double[population.channels()];
        double[] variance = new double[mean.length];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = population.mean(c);
            variance[c] = population.variance(c);
        }
        return new FrozenBatchNorm(
                mean, variance, OperandChecks.toDoubles(gamma), OperandChecks.toDoubles(beta), options);
    }

    /**
     * From a trained model's arrays, which are copied.
     *
     * @param mean one per channel: finite
     * @param variance one per channel: finite, and above 0 with eps added
     * @param gamma one per channel; null for 1
     * @param beta one per channel; null for 0
     * @param options only its eps, activation and pool are used
     * @throws IllegalArgumentException if mean is empty; if variance, gamma or beta has not as many values as mean; if
     *     a mean is not finite; if a variance is not finite, or not above 0 with eps added
     */
    public static FrozenBatchNorm of(
            double[] mean, double[] variance, float[] gamma, float[] beta, BatchNormOptions options) {
        return ofDoubles(mean, variance, OperandChecks.toDoubles(gamma), OperandChecks.toDoubles(beta), options);
    }

    /**
     * As {@link #of(double[], double[], float[], float[], BatchNormOptions)}, with statistics in float, as most model
     * files have them.
     *
     * @throws IllegalArgumentException as there
     */
    public static FrozenBatchNorm of(
            float[] mean, float[] variance, float[] gamma, float[] beta, BatchNormOptions options) {
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(variance, "variance");
        return ofDoubles(
                OperandChecks.toDoubles(mean),
                OperandChecks.toDoubles(variance),
                OperandChecks.toDoubles(gamma),
                OperandChecks.toDoubles(beta),
                options);
    }

    /**
     * As {@link #of(double[], double[], float[], float[], BatchNormOptions)}, with gamma and beta in double, as models
     * of float64 have them. For float64 tensors they count in full.
     *
     * @param gamma one per channel, 0 or such that gamma/sqrt(variance + eps) is a normal double, which it is for any
     *     float; null for 1
     * @throws IllegalArgumentException as there, and if a gamma is not so. NaN and infinity are accepted; the
     *     {@link Audit} names them
     */
    public static FrozenBatchNorm ofDoubles(
            double[] mean, double[] variance, double[] gamma, double[] beta, BatchNormOptions options) {
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(variance, "variance");
        Objects.requireNonNull(options, "options");
        int channels = mean.length;
        if (channels < 1) {
            throw new IllegalArgumentException("mean: no value, must be one per channel");
        }
        OperandChecks.requireOnePerChannel("variance", variance.length, channels);
        double[] gammas = OperandChecks.onePerChannel("gamma", gamma, 1, channels);
        double[] betas = OperandChecks.onePerChannel("beta", beta, 0, channels);
        for (int c = 0; c < channels; c++) {
            requireUsable(c, mean[c], variance[c], gammas[c], options.eps());
        }
        return new FrozenBatchNorm(mean.clone(), variance.clone(), gammas, betas, options);
    }

    /** Checks a channel's numbers. A gamma that is NaN or infinite is accepted: the {@link Audit} reports it. */
    private static void requireUsable(int c, double mean, double variance, double gamma, double eps) {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean[" + c + "]: " + mean + ", must be finite");
        }
        double sum = variance + eps;
        if (!(sum > 0 && sum <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "variance[" + c + "]: " + variance + ", must be finite and above 0 with eps, " + eps + ", added");
        }
        double factor = Math.abs(gamma) / Math.sqrt(sum);
        if (Double.isFinite(gamma) && gamma != 0 && !(factor >= Double.MIN_NORMAL && factor <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("gamma[" + c + "]: " + gamma
                    + ", must be 0, or a normal double when divided by sqrt(variance + eps), " + Math.sqrt(sum));
        }
    }

    /** The number of channels. */
    public int channels() {
        return mean.length;
    }

    /** The number that is added to the variance. */
    public double eps() {
        return options.eps();
    }

    /** The activation that follows in the same pass; {@link Activation#none} if there is none. */
    public Activation activation() {
        return options.activation();
    }

    /** The mean that a channel is normalized with. */
    public double mean(int channel) {
        return mean[channel];
    }

    /** The variance that a channel is normalized with. */
    public double variance(int channel) {
        return variance[channel];
    }

    /** gamma of a channel. */
    public double gamma(int channel) {
        return gamma[channel];
    }

    /** beta of a channel. */
    public double beta(int channel) {
        return beta[channel];
    }

    /**
     * Normalizes x into y. Any number of elements will do, none too. For any thread. Allocates nothing if one of its
     * eight latest plans fits and an engine is idle, except for the views that {@link BatchNorm} speaks of.
     *
     * @param y the result, of x's shape, layout and type; may be x
     * @throws IllegalArgumentException if x has another number of channels; if y is not of x's shape, layout and type,
     *     is read-only or overlaps x in part; if memory is confined to another thread
     * @throws IllegalStateException if the arena of x or y is closed, or the system property {@code lanewise.provider}
     *     forces kernels that can't be had
     */
    public void apply(Tensor x, Tensor y) {
        run(x, null, y);
    }

    /**
     * As {@link #apply(Tensor, Tensor)}, for all that a forward pass may have.
     *
     * @throws IllegalArgumentException as there; also if the residual is not of x's shape, layout and type, is confined
     *     to another thread, or overlaps y in part
     * @throws IllegalStateException as there, for the residual's arena too
     */
    public void apply(Forward tensors) {
        Objects.requireNonNull(tensors, "tensors");
        run(tensors.x(), tensors.residual(), tensors.y());
    }

    private void run(Tensor x, Tensor residual, Tensor y) {
        Objects.requireNonNull(x, "x");
        OperandChecks.requireChannels("x", x.shape().channels(), channels());
        Access.requireReadable("x", x);
        OperandChecks.requireOutput("y", y, "x", x);
        OperandChecks.requireResidual(x, residual, y);
        Activation activation = options.activation();
        Plan plan = plans.of(Pass.NORMALIZE, x, Epilogue.of(residual != null, !activation.isNone(), false));
        EnginePool.EngineAndCall entry = engines.take();
        try {
            Call call = entry.call();
            call.x = x;
            call.residual = residual;
            call.out = y;
            call.negativeSlope = activation.negativeSlope();
            call.parameters = inFloat.isFor(x.type()) ? inFloat : inDouble;
            entry.engine().run(plan, call);
        } finally {
            engines.giveBack(entry);
        }
    }

    /**
     * Makes the JIT compiler compile what {@link #apply(Tensor, Tensor)} runs on such tensors, also with a residual, so
     * that the first calls are about as fast as later ones: {@link WarmUp#run} for this layer alone. For any thread.
     *
     * @return how long it took
     * @throws IllegalArgumentException if shape has another number of channels, or no elements
     * @throws OutOfMemoryError if there is no memory for three such tensors
     */
    public Duration warmUp(Shape shape, Layout layout, ElementType type) {
        return WarmUp.of(WarmUp.layer(this, shape, layout, type)).run();
    }

    /** What the layer was made with. */
    BatchNormOptions options() {
        return options;
    }

    /** The same layer with other options. */
    FrozenBatchNorm with(BatchNormOptions others) {
        return new FrozenBatchNorm(mean, variance, gamma, beta, others);
    }

    /** What is remarkable about the numbers. */
    Audit audit() {
        return Audit.ofDoubles(mean, variance, gamma, beta, eps());
    }

    @Override
    public String toString() {
        return "FrozenBatchNorm[" + channels() + " channels, eps " + eps() + "]";
    }
}
