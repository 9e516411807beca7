package org.lanewise;

import java.util.Objects;
import org.lanewise.exec.Access;
import org.lanewise.exec.Engine;
import org.lanewise.exec.Engines;
import org.lanewise.exec.Parameters;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Tensor;

/**
 * Batch normalization as a function: y = gamma·(x - mean)/sqrt(variance + eps) + beta with constants per channel, which is what a
 * trained layer is in service. Its y has the bits of {@link BatchNorm#infer(Tensor, Tensor)}.
 *
 * <p>Immutable, and safe for any number of threads at the same time, however it got to them. It takes tensors of any rank, shape,
 * layout and element type with its number of channels.
 *
 * <pre>{@code
 * FrozenBatchNorm service = layer.freeze();          // what the layer has learned up to now; training may go on
 * service.apply(x, y);                               // from any thread
 * FrozenBatchNorm other = FrozenBatchNorm.of(runningMean, runningVariance, weight, bias, Convention.PYTORCH.options());
 * }</pre>
 */
public final class FrozenBatchNorm {
    /** Averages can be loaded, and check what they are given. */
    private static final PopulationEstimate ANY_AVERAGE = PopulationEstimate.cumulativeAverage();

    private final double eps;
    private final double[] mean;
    private final double[] variance;
    private final float[] gamma;
    private final float[] beta;
    private final Parameters inFloat;
    private final Parameters inDouble;
    private final Activation activation;
    private final Engines engines;

    /** With what a population, gamma and beta are now. */
    FrozenBatchNorm(PopulationStatistics population, float[] gamma, float[] beta, BatchNormOptions options) {
        int channels = population.channels();
        eps = options.eps();
        mean = new double[channels];
        variance = new double[channels];
        this.gamma = gamma.clone();
        this.beta = beta.clone();
        activation = options.activation();
        engines = options.newEngines();
        BatchStatistics statistics = new BatchStatistics(channels);
        for (int c = 0; c < channels; c++) {
            mean[c] = population.mean(c);
            variance[c] = population.variance(c);
            statistics.set(c, mean[c], variance[c], eps, gamma[c]);
        }
        inFloat = parameters(ElementType.FLOAT32, statistics);
        inDouble = parameters(ElementType.FLOAT64, statistics);
    }

    private Parameters parameters(ElementType type, BatchStatistics statistics) {
        Coefficients coefficients = new Coefficients(type, mean.length);
        coefficients.forward(statistics, beta, 0, mean.length);
        return coefficients.parameters;
    }

    /**
     * From a trained model's arrays, which are copied.
     *
     * @param mean one per channel: finite, and of a float's size
     * @param variance one per channel: finite, 0 or more
     * @param gamma one per channel; null for 1
     * @param beta one per channel; null for 0
     * @param options its eps, activation and pool count
     * @throws IllegalArgumentException if there is no channel, an array has not one value per channel, or a value is not allowed
     * @throws IllegalStateException if the system property {@code lanewise.provider} forces kernels that can't be had
     */
    public static FrozenBatchNorm of(
            double[] mean, double[] variance, float[] gamma, float[] beta, BatchNormOptions options) {
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(variance, "variance");
        Objects.requireNonNull(options, "options");
        if (mean.length < 1) {
            throw new IllegalArgumentException("mean: no value, must be one per channel");
        }
        PopulationStatistics population = ANY_AVERAGE.start(mean.length);
        population.load(mean, variance, 0);
        return new FrozenBatchNorm(
                population,
                OperandChecks.onePerChannel("gamma", gamma, 1, mean.length),
                OperandChecks.onePerChannel("beta", beta, 0, mean.length),
                options);
    }

    /** The number of channels. */
    public int channels() {
        return mean.length;
    }

    /** What is added to the variance. */
    public double eps() {
        return eps;
    }

    /** What follows in the same pass. */
    public Activation activation() {
        return activation;
    }

    /** The mean that a channel is normalized with. */
    public double mean(int channel) {
        return mean[channel];
    }

    /** The variance that a channel is normalized with. */
    public double variance(int channel) {
        return variance[channel];
    }

    /** The scale of a channel. */
    public float gamma(int channel) {
        return gamma[channel];
    }

    /** The shift of a channel. */
    public float beta(int channel) {
        return beta[channel];
    }

    /**
     * Normalizes x into y. Any number of elements will do, none too. Allocates nothing if the shape is that of the call before, but
     * for the views that {@link BatchNorm} speaks of.
     *
     * @param y the result; may be x
     * @throws IllegalArgumentException if a shape, layout, type or number of channels does not fit, memory is confined to another thread,
     *     read-only or overlaps in part
     * @throws IllegalStateException if an arena is closed
     */
    public void apply(Tensor x, Tensor y) {
        requireOperands(x, y);
        applyAdding(x, null, y);
    }

    /**
     * As {@link #apply(Tensor, Tensor)}, with another tensor added to what was normalized before the {@link Activation}, all in one pass.
     *
     * @param residual what is added
     * @param y the result; may be x or residual
     */
    public void apply(Tensor x, Tensor residual, Tensor y) {
        requireOperands(x, y);
        OperandChecks.requireResidual(x, residual, y);
        applyAdding(x, residual, y);
    }

    private void requireOperands(Tensor x, Tensor y) {
        Objects.requireNonNull(x, "x");
        OperandChecks.requireChannels("x", x.shape().channels(), channels());
        Access.requireReadable("x", x);
        OperandChecks.requireOutput("y", y, "x", x);
    }

    private void applyAdding(Tensor x, Tensor residual, Tensor y) {
        Engine engine = engines.take();
        try {
            engine.activate(residual, activation.negativeSlope(), null);
            engine.normalize(x, y, inFloat.isFor(x.type()) ? inFloat : inDouble);
        } finally {
            engines.giveBack(engine);
        }
    }

    /** What is remarkable about the numbers. */
    Audit audit() {
        return Audit.of(mean, variance, gamma, beta, eps);
    }

    @Override
    public String toString() {
        return "FrozenBatchNorm[" + channels() + " channels, eps " + eps + "]";
    }
}
