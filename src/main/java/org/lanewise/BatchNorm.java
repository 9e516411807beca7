package org.lanewise;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.lanewise.exec.Access;
import org.lanewise.exec.Engine;
import org.lanewise.exec.Plans;
import org.lanewise.exec.Provider;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Batch normalization of channel c over its n = N·S elements (Ioffe, Szegedy: Batch Normalization, 2015): y = gamma·(x
 * - mean)/sqrt(variance + eps) + beta.
 *
 * <p>{@link #train} takes the mean and the biased variance of the batch, and adds them to the population's estimate.
 * {@link #infer} takes the population's. {@link #backward(Tensor, Tensor, Tensor, BatchStatistics, Gradients) backward}
 * gives the gradients of either. gamma is 1 and beta 0 at first.
 *
 * <pre>{@code
 * BatchNorm2d layer = new BatchNorm2d(64); // once
 * BatchStatistics statistics = new BatchStatistics(64);
 * Gradients gradients = new Gradients(64);
 *
 * layer.train(x, y, statistics); // for each batch
 * layer.backward(x, dy, dx, statistics, gradients);
 * for (int c = 0; c < layer.channels(); c++) {
 *     layer.gamma()[c] -= rate * gradients.dgamma()[c];
 *     layer.beta()[c] -= rate * gradients.dbeta()[c];
 * }
 * }</pre>
 *
 * <p><b>In the same pass.</b> The options may have an {@link Activation}, and a {@link Forward} pass a residual, which
 * is added before it. y and dy then mean the activation's output and the gradient with respect to that output.
 *
 * <p><b>Tensors.</b> All tensors of a call have one shape, layout and element type. An output may be the very same
 * memory as an input (in place), but must not overlap it in part. The layouts give results that may differ in their
 * last bits.
 *
 * <p><b>Same bits.</b> The output bits depend on the input, the parameters and the options alone: not on threads, the
 * pool, the vector width, the provider, alignment, or whether the call is in place. (The payload of a NaN may differ.)
 *
 * <p><b>Accuracy.</b> Statistics are taken in double, around an element of the data (Chan, Golub, LeVeque: Algorithms
 * for Computing the Sample Variance, 1983, shifted data), and the parts of a channel are merged by the formula of Chan,
 * Golub and LeVeque (1979). y = (x - mean)·a + b is computed in float with fused multiply-adds, where mean, a and b are
 * rounded once. y is finite where it exactly is a float, unless beta alone is near the largest float. dx is finite too,
 * unless its terms, multiplied with a, are far above the largest float. In a constant channel the variance is 0 and y
 * is exactly beta (NaN if eps is 0). A NaN or an infinity in x makes its channel NaN in training, its own element in
 * inference, and touches no other channel. This holds for |gamma|/sqrt(variance + eps) up to 2^254, which any eps from
 * 2^-126 on keeps.
 *
 * <p><b>bfloat16.</b> Statistics are summed in short chains of floats around a mean, and the chains in double. The
 * relative error of the variance is commonly 1e-7. Whatever the order of the data it is below 8e-4 (channels first
 * 1.4e-4), plus 2^-150 for what is lost below the smallest float. A sum for the gradients is off by at most 8e-6 of the
 * sum of absolute values (channels first 2.1e-6), commonly by a tenth of that; by three times as much where rounding
 * the mean moves it more than the data differ; and by 2^-150 per element. Runs below 128 elements (channels first), few
 * rows, and all that would overflow in float are summed in double.
 *
 * <p><b>float64.</b> Read double for float, except that gamma, beta and their gradients are floats. A channel is NaN
 * where squares of its deviations from the mean overflow, from about 1e150 on. Digits are lost where such squares, or
 * products of dy and deviations, are below 1e-290, which matters for an eps as small: below 1e-162 a channel's variance
 * is 0.
 *
 * <p><b>State.</b> A call that throws leaves the layer as it was. If the error came from the memory itself, say from an
 * arena that another thread closed, the outputs may hold anything, and the statistics be empty.
 *
 * <p><b>Lazy layers</b>, made by {@link BatchNorm2d#lazy()} and its like, take their number of channels from the first
 * tensor that a forward pass accepts, as PyTorch's do. Until then, methods that need this number throw an
 * IllegalStateException. From then on they are like any other layer.
 *
 * <p><b>Threads.</b> For one thread at a time; inside a call the pool of the options helps. For service on many
 * threads, {@link #freeze} the layer.
 *
 * <p><b>Allocation.</b> A layer keeps a plan for each kind of call (shape, layout, type, pass and what is fused with
 * it), eight of them, those in steady use first. A call that finds its plan allocates nothing. Exceptions: views of 40
 * bytes that the JIT compiler does not always optimize away, and the batch's statistics that {@code exactOverBatches}
 * keeps. With an activation, a backward pass that writes dx over x and is not asked for the residual's gradient needs
 * memory of one tensor's size, which the layer keeps.
 */
public abstract sealed class BatchNorm permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
    private final BatchNormOptions options;
    private final Engine engine;
    private final Plans plans;

    // Set by fixChannels: in the constructor, or by a lazy layer's first forward pass.
    private int channels;
    private float[] gamma;
    private float[] beta;
    private PopulationStatistics population;
    private ForwardPass forward;
    private BackwardPass backward;

    private volatile FrozenBatchNorm published;

    BatchNorm(int channels, BatchNormOptions options) {
        this(options);
        if (channels < 1) {
            throw new IllegalArgumentException("channels: " + channels + ", must be at least 1");
        }
        fixChannels(channels);
    }

    /** A lazy layer. */
    BatchNorm(BatchNormOptions options) {
        this.options = Objects.requireNonNull(options, "options");
        // A provider that can't be had is refused now, not at the first call.
        Provider.active();
        engine = options.newEngine();
        plans = options.newPlans();
    }

    /** Fixes the number of channels, if it is open. A forward pass calls this once its operands are checked. */
    private void fixChannels(int newChannels) {
        if (channels > 0) {
            return;
        }
        gamma = new float[newChannels];
        beta = new float[newChannels];
        Arrays.fill(gamma, 1);
        population = startPopulation(newChannels);
        forward = new ForwardPass(engine, plans, options, gamma, beta);
        backward = new BackwardPass(engine, plans, newChannels);
        channels = newChannels;
    }

    private PopulationStatistics startPopulation(int newChannels) {
        return options.population().map(estimate -> estimate.start(newChannels)).orElse(null);
    }

    /**
     * The layer for tensors of a shape's rank and number of channels: a {@link BatchNorm1d} for rank 2 and 3, a
     * {@link BatchNorm2d} for 4, a {@link BatchNorm3d} for 5. N and the spatial sizes do not matter.
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
        requireKnownChannels();
        return channels;
    }

    private void requireKnownChannels() {
        if (channels == 0) {
            throw new IllegalStateException(
                    "channels: not known yet, must come with a first tensor, as the layer is lazy");
        }
    }

    /**
     * gamma of each channel: the array itself, for an optimizer to write to between two calls.
     *
     * @throws IllegalStateException if the layer was made without gamma, by {@code scale(false)}, or is lazy and has
     *     accepted no tensor yet
     */
    public final float[] gamma() {
        if (!options.hasScale()) {
            throw new IllegalStateException("gamma: the layer was made with scale(false), must have a scale");
        }
        requireKnownChannels();
        return gamma;
    }

    /**
     * beta of each channel: the array itself, for an optimizer to write to between two calls.
     *
     * @throws IllegalStateException if the layer was made without beta, by {@code shift(false)}, or is lazy and has
     *     accepted no tensor yet
     */
    public final float[] beta() {
        if (!options.hasShift()) {
            throw new IllegalStateException("beta: the layer was made with shift(false), must have a shift");
        }
        requireKnownChannels();
        return beta;
    }

    /**
     * The population's statistics, the layer's own, to read, load or clear between two calls; empty if the layer keeps
     * none.
     *
     * @throws IllegalStateException if the layer is lazy and has accepted no tensor yet
     */
    public final Optional<PopulationStatistics> population() {
        requireKnownChannels();
        return Optional.ofNullable(population);
    }

    /** As {@link #train(Tensor, Tensor, BatchStatistics)}, without a backward pass to come. */
    public final void train(Tensor x, Tensor y) {
        requireForward(x, null, y);
        trainChecked(x, null, y, null);
    }

    /**
     * Normalizes x with its own statistics into y, and adds these to the population's: y = gamma·xhat + beta, of the
     * batch's mean and biased variance.
     *
     * @param x the batch; at least 2 elements per channel
     * @param y the result, of x's shape, layout and type; may be x, but then {@link #backward(Tensor, Tensor, Tensor,
     *     BatchStatistics, Gradients) backward} needs a copy of x
     * @param statistics filled with what the backward pass needs; of the layer's number of channels
     * @throws IllegalArgumentException if x is of a rank that the layer does not take, has another number of channels
     *     or fewer than 2 elements per channel; if y is not of x's shape, layout and type, is read-only or overlaps x
     *     in part; if statistics has another number of channels; if memory is confined to another thread
     * @throws IllegalStateException if the arena of x or y is closed
     */
    public final void train(Tensor x, Tensor y, BatchStatistics statistics) {
        requireForward(x, null, y, statistics);
        trainChecked(x, null, y, statistics);
    }

    /** As {@link #train(Forward, BatchStatistics)}, without a backward pass to come. */
    public final void train(Forward tensors) {
        Objects.requireNonNull(tensors, "tensors");
        requireForward(tensors.x(), tensors.residual(), tensors.y());
        trainChecked(tensors.x(), tensors.residual(), tensors.y(), null);
    }

    /**
     * As {@link #train(Tensor, Tensor, BatchStatistics)}, for all that a forward pass may have: y =
     * activation(gamma·xhat + beta + residual).
     *
     * @throws IllegalArgumentException as there; also if the residual is not of x's shape, layout and type, is confined
     *     to another thread, or overlaps y in part
     * @throws IllegalStateException if the arena of x, y or the residual is closed
     */
    public final void train(Forward tensors, BatchStatistics statistics) {
        requireForward(tensors, statistics);
        trainChecked(tensors.x(), tensors.residual(), tensors.y(), statistics);
    }

    private void trainChecked(Tensor x, Tensor residual, Tensor y, BatchStatistics statistics) {
        OperandChecks.requireTrainable("x", x.shape());
        fixChannels(x.shape().channels());
        forward.train(x, residual, y, statistics);
        if (population != null) {
            population.add(forward.moments(x.shape().elementsPerChannel()));
        }
    }

    /**
     * Normalizes x with the population's statistics into y. Any number of elements will do, none too. The population's
     * statistics stay as they are.
     *
     * @param y the result, of x's shape, layout and type; may be x
     * @throws IllegalArgumentException as {@link #train(Tensor, Tensor, BatchStatistics)}, except for the number of
     *     elements
     * @throws IllegalStateException if the arena of x or y is closed, the layer keeps no statistics, it has not seen
     *     the batch that its kind of estimate needs, or a variance is not above 0 with eps added
     */
    public final void infer(Tensor x, Tensor y) {
        requireForward(x, null, y);
        inferChecked(x, null, y, null);
    }

    /**
     * As {@link #infer(Tensor, Tensor)}, for all that a forward pass may have.
     *
     * @throws IllegalArgumentException as {@link #train(Forward, BatchStatistics)}, except for the number of elements
     * @throws IllegalStateException as {@link #infer(Tensor, Tensor)}, for the residual's arena too
     */
    public final void infer(Forward tensors) {
        Objects.requireNonNull(tensors, "tensors");
        requireForward(tensors.x(), tensors.residual(), tensors.y());
        inferChecked(tensors.x(), tensors.residual(), tensors.y(), null);
    }

    /**
     * As {@link #infer(Forward)}, with a backward pass through frozen statistics to come, for which these are filled:
     * for fine-tuning a network whose running statistics stay.
     *
     * @throws IllegalArgumentException as there, and if statistics has another number of channels than the layer
     * @throws IllegalStateException as there
     */
    public final void infer(Forward tensors, BatchStatistics statistics) {
        requireForward(tensors, statistics);
        inferChecked(tensors.x(), tensors.residual(), tensors.y(), statistics);
    }

    private void inferChecked(Tensor x, Tensor residual, Tensor y, BatchStatistics statistics) {
        int newChannels = x.shape().channels();
        PopulationStatistics known = channels > 0 ? population : startPopulation(newChannels);
        OperandChecks.requirePopulation(known, options.eps(), "infer");
        fixChannels(newChannels);
        forward.infer(x, residual, y, statistics, population);
    }

    /**
     * The gradients of a forward pass: dx with respect to the input, and those with respect to gamma and beta.
     *
     * <p>With the batch's statistics, dx = gamma·invstd·(dy - mean(dy) - xhat·mean(dy·xhat)); through frozen ones, dx =
     * gamma·invstd·dy. In both dbeta = sum(dy) and dgamma = sum(dy·xhat). gamma is that of the forward pass. (Ioffe,
     * Szegedy, 2015, section 3: the chain rule, simplified.) With an activation, dy in these formulas stands for the
     * gradient with respect to the activation's input: dy times the activation's derivative.
     *
     * @param x the input of the forward pass, as it was
     * @param dy the gradient of the loss with respect to y, of x's shape, layout and type
     * @param dx the result, of x's shape, layout and type; may be dy or x
     * @param statistics what the forward pass filled
     * @param gradients filled with dgamma and dbeta; of the layer's number of channels
     * @throws IllegalArgumentException if x is not of the shape, layout and type of the forward pass that filled
     *     statistics; if statistics is empty; if dy or dx is not like x; if dx is read-only or overlaps x or dy in
     *     part; if statistics or gradients has another number of channels; if memory is confined to another thread
     * @throws IllegalStateException if the arena of a tensor is closed, or the layer is lazy and has accepted no tensor
     *     yet
     */
    public final void backward(Tensor x, Tensor dy, Tensor dx, BatchStatistics statistics, Gradients gradients) {
        backwardTo(x, dy, dx, null, statistics, gradients);
    }

    /**
     * As {@link #backward(Tensor, Tensor, Tensor, BatchStatistics, Gradients)}, for all that a backward pass may have.
     *
     * @throws IllegalArgumentException as there; also if the residual's gradient is not of x's shape, layout and type,
     *     is confined to another thread or read-only, overlaps dy in part, or overlaps x or dx at all
     * @throws IllegalStateException as there
     */
    public final void backward(Backward tensors, BatchStatistics statistics, Gradients gradients) {
        Objects.requireNonNull(tensors, "tensors");
        backwardTo(tensors.x(), tensors.dy(), tensors.dx(), tensors.dresidual(), statistics, gradients);
    }

    private void backwardTo(
            Tensor x, Tensor dy, Tensor dx, Tensor dresidual, BatchStatistics statistics, Gradients gradients) {
        Objects.requireNonNull(gradients, "gradients");
        OperandChecks.requireChannels("gradients", gradients.channels(), channels());
        requireBackward(x, dy, dx, dresidual, statistics);
        backward.run(x, dy, dx, dresidual, statistics, gradients);
    }

    /**
     * As {@link #backward(Backward, BatchStatistics, Gradients)}, without gradients with respect to gamma and beta.
     * Through frozen statistics this does not read x's elements.
     *
     * @throws IllegalArgumentException as there
     * @throws IllegalStateException as there
     */
    public final void backward(Backward tensors, BatchStatistics statistics) {
        Objects.requireNonNull(tensors, "tensors");
        requireBackward(tensors.x(), tensors.dy(), tensors.dx(), tensors.dresidual(), statistics);
        backward.run(tensors.x(), tensors.dy(), tensors.dx(), tensors.dresidual(), statistics, null);
    }

    /**
     * What {@link #infer(Tensor, Tensor)} computes now, as an immutable function, which is also {@link #published()
     * published}. Later training does not change it. Call it on the thread that trains, between two training steps:
     * only that thread knows when mean, variance, gamma and beta belong together.
     *
     * <pre>{@code
     * layer.freeze(); // the thread that trains, now and then
     * layer.published().orElseThrow().apply(x, y); // any other thread, any time
     * }</pre>
     *
     * @throws IllegalStateException if the layer is lazy and has accepted no tensor yet, keeps no statistics, has not
     *     seen the batch that its kind of estimate needs, or a variance is not above 0 with eps added
     */
    public final FrozenBatchNorm freeze() {
        requireKnownChannels();
        OperandChecks.requirePopulation(population, options.eps(), "freeze");
        FrozenBatchNorm frozen = FrozenBatchNorm.of(population, gamma, beta, options);
        published = frozen;
        return frozen;
    }

    /** What {@link #freeze} made last: all of it or nothing, whichever thread asks. Empty before. For any thread. */
    public final Optional<FrozenBatchNorm> published() {
        return Optional.ofNullable(published);
    }

    /**
     * Makes the JIT compiler compile what calls with such tensors run, so that the first calls are about as fast as
     * later ones: {@link WarmUp#run} for this layer alone, which calls all passes of layers like this one. The layer
     * stays as it is.
     *
     * <pre>{@code
     * layer.warmUp(Shape.of(8, 64, 28, 28), Layout.CHANNELS_FIRST, ElementType.FLOAT32);
     * }</pre>
     *
     * @param shape one that the layer can train with
     * @return how long it took
     * @throws IllegalArgumentException if shape is of a rank that the layer does not take, has another number of
     *     channels, or fewer than 2 elements per channel
     * @throws OutOfMemoryError if there is no memory for four such tensors
     */
    public final Duration warmUp(Shape shape, Layout layout, ElementType type) {
        return WarmUp.of(WarmUp.layer(this, shape, layout, type)).run();
    }

    /** Checks that the layer can train with tensors of a shape. */
    final void requireTrainable(Shape shape) {
        requireRank("shape", shape);
        requireChannels("shape", shape);
        OperandChecks.requireTrainable("shape", shape);
    }

    /** Checks that the rank is one that the layer takes. */
    abstract void requireRank(String name, Shape shape);

    /** What a forward pass asks of its operands. */
    final void requireForward(Forward tensors, BatchStatistics statistics) {
        Objects.requireNonNull(tensors, "tensors");
        requireForward(tensors.x(), tensors.residual(), tensors.y(), statistics);
    }

    private void requireForward(Tensor x, Tensor residual, Tensor y, BatchStatistics statistics) {
        requireForward(x, residual, y);
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels(
                "statistics", statistics.channels(), x.shape().channels());
    }

    private void requireForward(Tensor x, Tensor residual, Tensor y) {
        requireInput(x);
        OperandChecks.requireOutput("y", y, "x", x);
        OperandChecks.requireResidual(x, residual, y);
    }

    private void requireBackward(Tensor x, Tensor dy, Tensor dx, Tensor dresidual, BatchStatistics statistics) {
        requireKnownChannels();
        requireTensors(x, dy, dx, dresidual);
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels("statistics", statistics.channels(), channels);
        statistics.requireFilledFor(x);
    }

    /** What a backward pass asks of its tensors. */
    final void requireTensors(Backward tensors) {
        Objects.requireNonNull(tensors, "tensors");
        requireTensors(tensors.x(), tensors.dy(), tensors.dx(), tensors.dresidual());
    }

    private void requireTensors(Tensor x, Tensor dy, Tensor dx, Tensor dresidual) {
        requireInput(x);
        OperandChecks.requireInput("dy", dy, "x", x);
        OperandChecks.requireOutput("dx", dx, "x", x);
        OperandChecks.requireOutput("dx", dx, "dy", dy);
        OperandChecks.requireResidualGradient(x, dy, dx, dresidual);
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
