package org.lanewise.stats;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.exec.Access;
import org.lanewise.exec.Call;
import org.lanewise.exec.Engine;
import org.lanewise.exec.Epilogue;
import org.lanewise.exec.Pass;
import org.lanewise.exec.Plan;
import org.lanewise.exec.Plans;
import org.lanewise.kernel.sums.MomentMerge;
import org.lanewise.tensor.Tensor;

/**
 * The {@link Moments} of each channel over any number of tensors. The tensors may differ in all but their number of
 * channels.
 *
 * <pre>{@code
 * ChannelMoments moments = new ChannelMoments(64);
 * for (Tensor batch : batches) {
 *     moments.add(batch);
 * }
 * double variance = moments.variance(0); // of channel 0, over all batches
 * }</pre>
 *
 * <p><b>Formulas.</b> Each part of a tensor is summed around a pivot, one of its elements (Chan, Golub, LeVeque:
 * Algorithms for Computing the Sample Variance, 1983, shifted data). Parts, tensors and other moments are merged by the
 * formula of Chan, Golub and LeVeque (1979), as in {@link Moments#merge}.
 *
 * <p><b>Accuracy.</b> A tensor's moments are computed in one pass over its memory, in double. The relative error of a
 * tensor's variance is below 2.5e-8, whatever the mean of the data. For bfloat16 elements, which are summed in short
 * chains of floats, it is below 8e-4, plus an absolute 2^-150; commonly it is 1e-7. Each tensor that is added or merged
 * rounds the mean to double, which adds a relative error of 2^-52·(1 + |mean|/sigma) to the variance.
 *
 * <p><b>Bits.</b> They depend on the tensors, their layout and the order of adding, not on threads or the processor. A
 * NaN or an infinity makes its channel's mean NaN or infinite and its variance NaN, and leaves other channels alone.
 *
 * <p><b>Channels</b> have indices from 0 to channels - 1; another one is refused with an IndexOutOfBoundsException.
 *
 * <p>Mutable, for one thread at a time.
 */
public final class ChannelMoments {
    private final double[] mean;
    private final double[] squares;
    private long count;

    private final ForkJoinPool pool;

    // Made when a first tensor is added: many objects of this class only hold moments that were computed elsewhere.
    private Engine engine;
    private Plans plans;
    private Call call;
    private double[] addedMean;
    private double[] addedSquares;

    /**
     * Moments of no elements yet. Tensors are read by the calling thread alone.
     *
     * @param channels 1 or more
     * @throws IllegalArgumentException if channels is below 1
     */
    public ChannelMoments(int channels) {
        this(null, channels);
    }

    /**
     * Moments of no elements yet. Large tensors are read with the help of a pool's workers.
     *
     * @param channels 1 or more
     * @param pool stays the caller's
     * @throws IllegalArgumentException if channels is below 1
     */
    public ChannelMoments(int channels, ForkJoinPool pool) {
        this(Objects.requireNonNull(pool, "pool"), channels);
    }

    private ChannelMoments(ForkJoinPool pool, int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("channels: " + channels + ", must be at least 1");
        }
        mean = new double[channels];
        squares = new double[channels];
        this.pool = pool;
    }

    /** The number of channels. */
    public int channels() {
        return mean.length;
    }

    /** The number of elements of each channel so far. */
    public long count() {
        return count;
    }

    /** The mean of a channel; 0 if there are no elements. */
    public double mean(int channel) {
        return mean[channel];
    }

    /** The biased variance of a channel, squares/count; NaN if there are no elements. */
    public double variance(int channel) {
        return squares[channel] / count;
    }

    /** The unbiased variance of a channel, squares/(count - 1); NaN for fewer than two elements. */
    public double unbiasedVariance(int channel) {
        return count < 2 ? Double.NaN : squares[channel] / (count - 1);
    }

    /** Fills an array with the mean of each channel. */
    void means(double[] means) {
        System.arraycopy(mean, 0, means, 0, mean.length);
    }

    /** Fills an array with the biased variance of each channel. */
    void variances(double[] variances) {
        divide(count, variances);
    }

    /** Fills an array with the unbiased variance of each channel. */
    void unbiasedVariances(double[] variances) {
        divide(count < 2 ? Double.NaN : count - 1, variances);
    }

    private void divide(double divisor, double[] variances) {
        for (int c = 0; c < squares.length; c++) {
            variances[c] = squares[c] / divisor;
        }
    }

    /** The moments of a channel, as they are now. */
    public Moments get(int channel) {
        return new Moments(count, mean[channel], squares[channel]);
    }

    /**
     * Adds the elements of a tensor, N·S to each channel. A tensor without elements changes nothing.
     *
     * @param x of any rank, shape, layout and element type
     * @throws IllegalArgumentException if x has another number of channels, or its arena is confined to another thread
     * @throws IllegalStateException if the arena of x is closed, or the system property {@code lanewise.provider}
     *     forces kernels that can't be had
     * @throws ArithmeticException if there are more than 2^63 - 1 elements per channel together
     */
    public void add(Tensor x) {
        Objects.requireNonNull(x, "x");
        requireChannels("x", x.shape().channels());
        Access.requireReadable("x", x);
        long added = x.shape().elementsPerChannel();
        if (added == 0) {
            return;
        }
        if (engine == null) {
            plans = new Plans(pool);
            call = new Call();
            addedMean = new double[channels()];
            addedSquares = new double[channels()];
            engine = new Engine(pool);
        }
        Plan plan = plans.of(Pass.MOMENTS, x, Epilogue.NONE);
        call.x = x;
        call.first = addedMean;
        call.second = addedSquares;
        engine.run(plan, call);
        merge(added, addedMean, addedSquares);
    }

    /**
     * Adds the elements that other moments stand for.
     *
     * @throws IllegalArgumentException if other has another number of channels
     * @throws ArithmeticException if there are more than 2^63 - 1 elements per channel together
     */
    public void merge(ChannelMoments other) {
        Objects.requireNonNull(other, "other");
        requireChannels("other", other.channels());
        merge(other.count, other.mean, other.squares);
    }

    /**
     * Adds elements by their moments.
     *
     * @param addedCount the number of elements of each channel, 0 or more
     * @param meanOfAdded the mean, one per channel
     * @param squaresOfAdded the sum of squared deviations from the mean, one per channel, 0 or more, or NaN
     * @throws IllegalArgumentException if addedCount or a value of squaresOfAdded is negative, or meanOfAdded or
     *     squaresOfAdded has not one value per channel
     * @throws ArithmeticException if there are more than 2^63 - 1 elements per channel together
     */
    public void merge(long addedCount, double[] meanOfAdded, double[] squaresOfAdded) {
        if (addedCount < 0) {
            throw new IllegalArgumentException("addedCount: " + addedCount + ", must not be negative");
        }
        requireChannels("meanOfAdded", meanOfAdded.length);
        requireChannels("squaresOfAdded", squaresOfAdded.length);
        for (double added : squaresOfAdded) {
            if (added < 0) {
                throw new IllegalArgumentException("squaresOfAdded: " + added + ", must not be negative");
            }
        }
        long total = Math.addExact(count, addedCount);
        if (count == 0 || addedCount == 0) {
            if (addedCount != 0) {
                System.arraycopy(meanOfAdded, 0, mean, 0, mean.length);
                System.arraycopy(squaresOfAdded, 0, squares, 0, squares.length);
                count = addedCount;
            }
            return;
        }
        double weight = MomentMerge.weight(count, addedCount);
        for (int c = 0; c < mean.length; c++) {
            squares[c] = MomentMerge.squares(count, mean[c], squares[c], meanOfAdded[c], squaresOfAdded[c], weight);
            mean[c] = MomentMerge.mean(mean[c], meanOfAdded[c], weight);
        }
        count = total;
    }

    /** Forgets all elements: the moments are then those of no elements. */
    public void clear() {
        Arrays.fill(mean, 0);
        Arrays.fill(squares, 0);
        count = 0;
    }

    private void requireChannels(String name, int channels) {
        if (channels != channels()) {
            throw new IllegalArgumentException(name + ": " + channels + " channels, must be " + channels());
        }
    }
}
