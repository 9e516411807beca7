package org.lanewise;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.lanewise.exec.Access;
import org.lanewise.exec.Between;
import org.lanewise.exec.Engine;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Batch normalization of channel c over its N·S elements (Ioffe, Szegedy: Batch Normalization, 2015):
 * y = gamma·(x - mean)/sqrt(variance + eps) + beta.
 *
 * <p>{@link #train} takes the mean and the biased variance of the batch and adds them to the population's estimate;
 * {@link #infer} takes the population's; {@link #backward} gives the gradients of either. gamma is 1 and beta 0 at first.
 *
 * <p><b>In the same pass.</b> If the options have an {@link Activation}, y is the activation of that, or of that plus a residual. What is said of
 * y here, and of dy in {@link #backward}, is then said of what is activated, and of the gradient by it.
 *
 * <p><b>Tensors.</b> x, y, dy and dx of a call have one shape, layout and element type. An output may be the very same memory as an
 * input (in place), but not overlap it in part. The layouts give results that may differ in their last bits.
 *
 * <p><b>Numbers.</b> The output bits depend on the input, the parameters and the options alone: not on threads, the pool,
 * the vector width, the provider, alignment, or whether it is in place. (The payload of a NaN may differ.) Statistics are
 * taken in double; y = (x - mean)·a + b is computed in float with fused multiply-adds, where mean, a and b are rounded
 * once. y is finite where it exactly is a float, unless beta alone is near the largest, and so is dx
 * unless its terms, multiplied with a, are far above that. In a constant channel the variance is 0 and y is beta
 * exactly (NaN if eps is 0). A NaN or an infinity in x makes its channel NaN in training, its own element in inference,
 * and touches no other channel. All this is for |gamma|/sqrt(variance + eps) up to 2^254, which any eps from 2^-126 on
 * keeps. Where that is no normal float, or another factor isn't, the call is run by extended kernels, which move a
 * power of two from one factor to the other. Of bfloat16, statistics are summed in short chains of floats, around a
 * mean, and these in double. The relative error of the variance is commonly 1e-7, and below 8e-4 (channels first
 * 1.4e-4) whatever the order of the data, but for 2^-150 on top, what is lost below the smallest float. A sum for the
 * gradients is off by 8e-6 of the sum of absolute values at most (channels first 2.1e-6), commonly by a tenth of that,
 * three times as much where the mean is rounded by more than data differ, and by 2^-150 per element. In double are sums
 * of runs below 128 elements (channels first) and of few rows, and all that floats would overflow in. For float64 read
 * double for float, except that gamma, beta and their gradients are floats. A channel is NaN where squares of its
 * deviations from the mean overflow, from about 1e150 on. Where such squares, or products of dy and deviations, are
 * below 1e-290, digits are lost, which matters for an eps as small: below 1e-162 a channel's variance is 0.
 *
 * <p><b>State.</b> A call that throws leaves the layer as it was. Its outputs may hold anything, and its statistics be empty, if
 * the error came from the memory itself, say from an arena that another thread closed.
 *
 * <p><b>Lazy layers</b>, made by {@link BatchNorm2d#lazy()} and its like, take their number of channels from the first
 * tensor that a forward pass accepts. Until then, methods that need this number throw an IllegalStateException. From
 * then on they are like any other layer.
 *
 * <p><b>Threads.</b> For one thread at a time; inside a call the pool of the options helps. A call allocates
 * nothing if its shape and type are those of the call before, but for the views of 40 bytes that the JIT compiler does not always optimize away
 * and the batch's statistics that {@code exactOverBatches} keeps. With an activation, gradients in place of x without one of a residual take
 * memory of a tensor's size, which the layer keeps.
 */
public abstract sealed class BatchNorm permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
    private final BatchNormOptions options;
    private final Engine engine;
    private final Between forward = this::forwardCoefficients;

    // Made by settle, all of them: at once, or by a lazy layer's first forward pass.
    private int channels;
    private float[] gamma;
    private float[] beta;
    private PopulationStatistics population;
    /** For the type of the call at hand. */
    private Coefficients coefficients;
    private ChannelMoments batch;
    private double[] mean;
    private double[] squares;
    private BatchStatistics ownStatistics;
    private BackwardPass backward;

    private volatile FrozenBatchNorm published;

    // The call at hand.
    private BatchStatistics current;
    private long perChannel;

    BatchNorm(int channels, BatchNormOptions options) {
        this(options);
        if (channels < 1) {
            throw new IllegalArgumentException("channels: " + channels + ", must be at least 1");
        }
        settle(channels);
    }

    /** A lazy layer. */
    BatchNorm(BatchNormOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        engine = options.newEngine();
    }

    /** The layer has so many channels from now on. A forward pass calls this when its operands are checked. */
    private void settle(int newChannels) {
        if (channels > 0) {
            return;
        }
        gamma = new float[newChannels];
        beta = new float[newChannels];
        Arrays.fill(gamma, 1);
        population = startPopulation(newChannels);
        coefficients = new Coefficients(ElementType.FLOAT32, newChannels);
        batch = new ChannelMoments(newChannels);
        mean = new double[newChannels];
        squares = new double[newChannels];
        ownStatistics = new BatchStatistics(newChannels);
        backward = new BackwardPass(engine, newChannels);
        channels = newChannels;
    }

    private PopulationStatistics startPopulation(int newChannels) {
        return options.population().map(estimate -> estimate.start(newChannels)).orElse(null);
    }

    /**
     * The layer for tensors of a shape's rank and number of channels.
     *
     * @throws IllegalStateException if the system property {@code lanewise.provider} forces kernels that can't be had
     */
    public static BatchNorm of(Shape shape, BatchNormOptions options) {
        Objects.requireNonNull(shape, "shape");
        return switch (shape.rank()) {
            case 4 -> new BatchNorm2d(shape.channels(), options);
            case 5 -> new BatchNorm3d(shape.channels(), options);
            default -> new BatchNorm1d(shape.channels(), options);
        };
    }

    /** What the layer was made with. */
    final BatchNormOptions options() {
        return options;
    }

    /**
     * The number of channels.
     *
     * @throws IllegalStateException if the layer is lazy and has accepted no tensor yet
     */
    public final int channels() {
        requireSettled();
        return channels;
    }

    private void requireSettled() {
        if (channels == 0) {
            throw new IllegalStateException(
                    "channels: not known yet, must come with a first tensor, as the layer is lazy");
        }
    }

    /**
     * The scale of each channel: the array itself, for an optimizer to write to.
     *
     * @throws IllegalStateException if the scale is off
     */
    public final float[] gamma() {
        if (!options.hasScale()) {
            throw new IllegalStateException("gamma: the layer was made with scale(false), must have a scale");
        }
        requireSettled();
        return gamma;
    }

    /**
     * The shift of each channel: the array itself, for an optimizer to write to.
     *
     * @throws IllegalStateException if the shift is off
     */
    public final float[] beta() {
        if (!options.hasShift()) {
            throw new IllegalStateException("beta: the layer was made with shift(false), must have a shift");
        }
        requireSettled();
        return beta;
    }

    /** The population's statistics: empty if the layer keeps none. */
    public final Optional<PopulationStatistics> population() {
        requireSettled();
        return Optional.ofNullable(population);
    }

    /** Normalizes with the batch's statistics, without a backward pass to come. See {@link #train(Tensor, Tensor, BatchStatistics)}. */
    public final void train(Tensor x, Tensor y) {
        requireTensors(x, y);
        trainAdding(x, null, y, null);
    }

    /**
     * Normalizes x with its own statistics into y, and adds these to the population's.
     *
     * @param x the batch; at least 2 elements per channel
     * @param y the result; may be x, but then {@link #backward} needs a copy of x
     * @param statistics filled with what the backward pass needs
     * @throws IllegalArgumentException if a rank, shape, layout or number of channels does not fit, there are fewer than 2
     *     elements per channel, memory is confined to another thread, read-only or overlaps in part
     * @throws IllegalStateException if an arena is closed
     */
    public final void train(Tensor x, Tensor y, BatchStatistics statistics) {
        requireForward(x, y, statistics);
        trainAdding(x, null, y, statistics);
    }

    /**
     * As {@link #train(Tensor, Tensor, BatchStatistics)}, with another tensor added to what was normalized before the {@link Activation},
     * all in one pass: y = activation(gamma·(x - mean)/sqrt(variance + eps) + beta + residual).
     *
     * @param residual what is added
     * @param y the result; may be x or residual
     */
    public final void train(Tensor x, Tensor residual, Tensor y, BatchStatistics statistics) {
        requireForward(x, y, statistics);
        OperandChecks.requireResidual(x, residual, y);
        trainAdding(x, residual, y, statistics);
    }

    /** Into the layer's own statistics, if there are no others. */
    private void trainAdding(Tensor x, Tensor residual, Tensor y, BatchStatistics others) {
        requireTrainable("x", x.shape());
        settle(x.shape().channels());
        BatchStatistics statistics = others == null ? ownStatistics : others;
        coefficients = coefficients.suited(x.type());
        current = statistics;
        perChannel = x.shape().elementsPerChannel();
        begin(x, residual, statistics, false);
        engine.momentsAndNormalize(x, y, mean, squares, forward, coefficients.parameters);
        statistics.complete(x);
        current = null;
        if (population != null) {
            batch.clear();
            batch.merge(perChannel, mean, squares);
            population.add(batch);
        }
    }

    /** What an activation leaves for the backward pass is not needed where the caller did not ask for it. */
    private void begin(Tensor x, Tensor residual, BatchStatistics statistics, boolean frozen) {
        Activation activation = options.activation();
        long[] mask = activation.isNone() || statistics == ownStatistics ? null : statistics.maskFor(x.shape());
        statistics.begin(frozen, activation);
        engine.activate(residual, activation.negativeSlope(), mask);
    }

    private void forwardCoefficients(int from, int to) {
        for (int c = from; c < to; c++) {
            current.set(c, mean[c], squares[c] / perChannel, options.eps(), gamma[c], beta[c]);
        }
        coefficients.forward(current, from, to);
    }

    /**
     * Normalizes x with the population's statistics into y. Any number of elements will do, none too.
     *
     * @throws IllegalArgumentException as {@link #train(Tensor, Tensor, BatchStatistics)}, except for the number of elements
     * @throws IllegalStateException if an arena is closed, the layer keeps no statistics, it has not seen the batch
     *     that its kind of estimate needs, or a variance is not above 0 with eps added
     */
    public final void infer(Tensor x, Tensor y) {
        requireTensors(x, y);
        inferAdding(x, null, y, null);
    }

    /** As {@link #infer(Tensor, Tensor)}, for a backward pass through frozen statistics. */
    public final void infer(Tensor x, Tensor y, BatchStatistics statistics) {
        requireForward(x, y, statistics);
        inferAdding(x, null, y, statistics);
    }

    /** As {@link #infer(Tensor, Tensor)}, with a residual as in {@link #train(Tensor, Tensor, Tensor, BatchStatistics)}. */
    public final void infer(Tensor x, Tensor residual, Tensor y) {
        requireTensors(x, y);
        OperandChecks.requireResidual(x, residual, y);
        inferAdding(x, residual, y, null);
    }

    /** As {@link #infer(Tensor, Tensor, Tensor)}, for a backward pass through frozen statistics. */
    public final void infer(Tensor x, Tensor residual, Tensor y, BatchStatistics statistics) {
        requireForward(x, y, statistics);
        OperandChecks.requireResidual(x, residual, y);
        inferAdding(x, residual, y, statistics);
    }

    private void inferAdding(Tensor x, Tensor residual, Tensor y, BatchStatistics others) {
        requirePopulation(channels > 0 ? population : startPopulation(x.shape().channels()), "infer");
        settle(x.shape().channels());
        BatchStatistics statistics = others == null ? ownStatistics : others;
        coefficients = coefficients.suited(x.type());
        begin(x, residual, statistics, true);
        for (int c = 0; c < channels; c++) {
            statistics.set(c, population.mean(c), population.variance(c), options.eps(), gamma[c], beta[c]);
        }
        coefficients.forward(statistics, 0, channels);
        engine.normalize(x, y, coefficients.parameters);
        statistics.complete(x);
    }

    /**
     * The gradients of a forward pass: dx by the input, and those by gamma and beta.
     *
     * <p>With the batch's statistics, dx = gamma·invstd·(dy - mean(dy) - xhat·mean(dy·xhat)); through frozen ones,
     * dx = gamma·invstd·dy. In both dbeta = sum(dy) and dgamma = sum(dy·xhat).
     *
     * @param x the input of the forward pass, as it was
     * @param dy the gradient of the loss by y
     * @param dx the result; may be dy or x
     * @param statistics what the forward pass filled
     * @param gradients filled with dgamma and dbeta
     * @throws IllegalArgumentException if a shape, layout or number of channels does not fit, the statistics were not
     *     filled for such an x, memory is confined to another thread, read-only or overlaps in part
     * @throws IllegalStateException if an arena is closed
     */
    public final void backward(Tensor x, Tensor dy, Tensor dx, BatchStatistics statistics, Gradients gradients) {
        requireGradients(gradients);
        requireBackward(x, dy, dx, statistics);
        backward.run(x, dy, dx, null, statistics, gradients);
    }

    /** As the other backward, for dx alone; through frozen statistics this does not read x's elements. */
    public final void backward(Tensor x, Tensor dy, Tensor dx, BatchStatistics statistics) {
        requireBackward(x, dy, dx, statistics);
        backward.run(x, dy, dx, statistics);
    }

    /**
     * As {@link #backward(Tensor, Tensor, Tensor, BatchStatistics, Gradients)}, of a forward pass with a residual.
     *
     * @param dresidual filled with the gradient by the residual, which is dy where the sum was above 0, else dy times the
     *     activation's slope; may be dy
     */
    public final void backward(
            Tensor x, Tensor dy, Tensor dx, Tensor dresidual, BatchStatistics statistics, Gradients gradients) {
        requireGradients(gradients);
        requireBackward(x, dy, dx, statistics);
        OperandChecks.requireResidualGradient(dresidual, x, dy, dx);
        backward.run(x, dy, dx, dresidual, statistics, gradients);
    }

    /** What the last backward pass with gradients summed. */
    final BackwardPass lastBackward() {
        return backward;
    }

    private void requireGradients(Gradients gradients) {
        Objects.requireNonNull(gradients, "gradients");
        OperandChecks.requireChannels("gradients", gradients.channels(), channels());
    }

    /**
     * What {@link #infer(Tensor, Tensor)} computes now, as an immutable function, which is also {@link #published}. Later training
     * does not change it. For the thread that trains, between two of its steps: gamma and beta are that thread's to write, so that
     * it alone knows when all four belong together.
     *
     * <pre>{@code
     * layer.freeze();                                        // the thread that trains, now and then
     * layer.published().orElseThrow().apply(x, y);           // any other thread, any time
     * }</pre>
     *
     * @throws IllegalStateException as {@code infer}, if there are no statistics
     */
    public final FrozenBatchNorm freeze() {
        requireSettled();
        requirePopulation(population, "freeze");
        FrozenBatchNorm frozen = FrozenBatchNorm.of(population, gamma, beta, options);
        published = frozen;
        return frozen;
    }

    /** What {@link #freeze} made last: all of it or nothing, whichever thread asks. Empty before. */
    public final Optional<FrozenBatchNorm> published() {
        return Optional.ofNullable(published);
    }

    private void requirePopulation(PopulationStatistics statistics, String purpose) {
        if (statistics == null) {
            throw new IllegalStateException("population: the layer keeps no running statistics, must keep them to " + purpose);
        }
        if (!statistics.isKnown()) {
            throw new IllegalStateException("population: no batch seen, must be trained with one before it can " + purpose);
        }
        for (int c = 0; c < statistics.channels(); c++) {
            requireUsableVariance(statistics.variance(c), c, purpose);
        }
    }

    /** A NaN passes, as the batch that brought it is why; only what a file or an eps of 0 can bring is refused. */
    private void requireUsableVariance(double variance, int c, String purpose) {
        double sum = variance + options.eps();
        if (sum <= 0 || sum == Double.POSITIVE_INFINITY && variance <= Double.MAX_VALUE) {
            throw new IllegalStateException("population: variance + eps is " + sum + " in channel " + c + " (variance "
                    + variance + "), must be finite and above 0 to " + purpose);
        }
    }

    /**
     * Has the JIT compiler translate what calls with such tensors run, so that the first ones are about as fast as later ones: by
     * calls of all passes of a layer like this one, on three tensors of its own, until that gets no faster. That commonly takes two
     * seconds; it ends in any case with the round in which 20 are over. It serves all layers of the JVM for tensors of this type and
     * about this size. The layer stays as it is.
     *
     * <pre>{@code
     * layer.warmUp(Shape.of(8, 64, 56, 56), Layout.CHANNELS_FIRST, ElementType.FLOAT32); // before a service says that it is ready
     * }</pre>
     *
     * @param shape one that the layer can train with
     * @return how long it took
     * @throws IllegalArgumentException if the rank or the number of channels does not fit, or there are fewer than 2 elements per
     *     channel
     * @throws OutOfMemoryError if there is no memory for the three tensors
     */
    public final Duration warmUp(Shape shape, Layout layout, ElementType type) {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(type, "type");
        requireRank("shape", shape);
        requireChannels("shape", shape);
        requireTrainable("shape", shape);
        return Duration.ofNanos(WarmUp.run(options, shape, layout, type));
    }

    /** Checks that the rank is one that the layer takes. */
    abstract void requireRank(String name, Shape shape);

    private static void requireTrainable(String name, Shape shape) {
        long n = shape.elementsPerChannel();
        if (n < 2) {
            throw new IllegalArgumentException(
                    name + ": " + n + " elements per channel in " + shape + ", must be at least 2 to train");
        }
    }

    /** What a forward pass asks of its operands. */
    final void requireForward(Tensor x, Tensor y, BatchStatistics statistics) {
        requireTensors(x, y);
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels("statistics", statistics.channels(), x.shape().channels());
    }

    private void requireTensors(Tensor x, Tensor y) {
        requireInput(x);
        OperandChecks.requireOutput("y", y, "x", x);
    }

    private void requireBackward(Tensor x, Tensor dy, Tensor dx, BatchStatistics statistics) {
        requireSettled();
        requireOperands(x, dy, dx);
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels("statistics", statistics.channels(), channels);
        statistics.requireFilledFor(x);
    }

    /** What a backward pass asks of its tensors. */
    final void requireOperands(Tensor x, Tensor dy, Tensor dx) {
        requireInput(x);
        OperandChecks.requireInput("dy", dy, "x", x);
        OperandChecks.requireOutput("dx", dx, "x", x);
        OperandChecks.requireOutput("dx", dx, "dy", dy);
    }

    /** A lazy layer that has seen no tensor takes any number. */
    private void requireChannels(String name, Shape shape) {
        if (channels > 0) {
            OperandChecks.requireChannels(name, shape.channels(), channels);
        } else if (shape.channels() < 1) {
            throw new IllegalArgumentException(name + ": no channel in " + shape + ", must have at least 1");
        }
    }

    private void requireInput(Tensor x) {
        Objects.requireNonNull(x, "x");
        requireRank("x", x.shape());
        requireChannels("x", x.shape());
        Access.requireReadable("x", x);
    }
}
