package org.lanewise;

import java.util.Arrays;
import org.lanewise.kernel.element.MaskBits;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;

/**
 * What a forward pass normalized with, and all that its backward pass needs beside the tensors: the mean and variance
 * of each channel, 1/sqrt(variance + eps), and gamma as it was. {@link BatchNorm#train} fills it with the batch's own
 * statistics, {@link BatchNorm#infer(Forward, BatchStatistics)} with the population's, which are constants to the
 * backward pass.
 *
 * <p>For a layer with an {@link Activation} it also holds a bit for each element, which says whether the activation's
 * input was above 0 (or NaN). The bits take 1/32 of a float32 tensor's memory.
 *
 * <p>Empty at first, and after a forward pass that failed half-way. Reusable without allocation. Each forward pass
 * whose backward pass is still to come needs one of its own.
 *
 * <p>Mutable, for one thread at a time.
 */
public final class BatchStatistics {
    private final double[] mean;
    private final double[] variance;
    private final double[] invStd;
    private final double[] factor;
    private final double[] shift;
    private Shape shape;
    private Layout layout;
    private ElementType type;
    private boolean frozen;
    private Activation activation = Activation.none();
    private long[] mask;
    /** The valid positions, if the forward pass was given the valid elements of a padded batch. */
    private ValidPositions positions;

    /**
     * Room for the statistics of some channels, empty.
     *
     * @param channels C, 1 or more
     * @throws IllegalArgumentException if channels is below 1
     */
    public BatchStatistics(int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("channels: " + channels + ", must be at least 1");
        }
        mean = new double[channels];
        variance = new double[channels];
        invStd = new double[channels];
        factor = new double[channels];
        shift = new double[channels];
    }

    /** The number of channels. */
    public int channels() {
        return mean.length;
    }

    /** Whether these are the population's statistics, not the batch's. */
    public boolean isFrozen() {
        return frozen;
    }

    /** The mean of a channel, in double; 0 before the first pass, as all that follows. */
    public double mean(int channel) {
        return mean[channel];
    }

    /** The biased variance of a channel of the batch, sum((x - mean)²)/n, or the population's estimate. */
    public double variance(int channel) {
        return variance[channel];
    }

    /** 1/sqrt(variance + eps) of a channel; NaN where the variance is infinite. */
    public double invStd(int channel) {
        return invStd[channel];
    }

    /** gamma/sqrt(variance + eps) of a channel, with gamma as it was in the forward pass. */
    double factor(int channel) {
        return factor[channel];
    }

    /** beta of a channel, as it was in the forward pass. */
    double shift(int channel) {
        return shift[channel];
    }

    /** The means; the array itself. */
    double[] means() {
        return mean;
    }

    /**
     * Prepares for a forward pass, with the population's statistics or the batch's. Until {@link #complete}, a backward
     * pass sees these as empty.
     */
    void begin(boolean frozenOnes, Activation newActivation) {
        shape = null;
        positions = null;
        frozen = frozenOnes;
        activation = newActivation;
    }

    /** The activation of the forward pass. */
    Activation activation() {
        return activation;
    }

    /** The mask that the forward pass wrote; null if it had no activation. */
    long[] mask() {
        return activation.isNone() ? null : mask;
    }

    /** Makes room for the bits of the elements of a shape. */
    void makeMaskFor(Shape newShape) {
        int words = MaskBits.words(newShape.elements());
        if (mask == null || mask.length < words) {
            mask = new long[words];
        }
    }

    /** Sets a channel's statistics. */
    void set(int c, double newMean, double newVariance, double eps, double gamma, double beta) {
        mean[c] = newMean;
        variance[c] = newVariance;
        invStd[c] = invStd(newVariance, eps);
        factor[c] = gamma * invStd[c];
        shift[c] = beta;
    }

    /**
     * Sets the statistics of some channels of a batch. Different channels may be set at the same time. Loop by loop, so
     * that C2 makes vector code of them: a root and divisions of eight channels take little longer than of one.
     *
     * @param from the first channel
     * @param to the channel after the last
     * @param squares the sums of squared deviations of n elements per channel
     */
    void set(int from, int to, double[] means, double[] squares, long n, double eps, float[] gamma, float[] beta) {
        System.arraycopy(means, from, mean, from, to - from);
        double count = n;
        for (int c = from; c < to; c++) {
            variance[c] = squares[c] / count;
        }
        for (int c = from; c < to; c++) {
            invStd[c] = invStd(variance[c], eps);
        }
        for (int c = from; c < to; c++) {
            factor[c] = gamma[c] * invStd[c];
        }
        for (int c = from; c < to; c++) {
            shift[c] = beta[c];
        }
    }

    /** NaN where the variance is infinite, as only squares of float64 elements can be: better than a wrong number. */
    private static double invStd(double variance, double eps) {
        // The difference is 0, or NaN if the variance is infinite. (A condition is not made vector code of.)
        return 1 / Math.sqrt(variance + eps) + (variance - variance);
    }

    /** Marks a forward pass as done, and notes the shape, layout and type of its x. */
    void complete(Tensor x) {
        shape = x.shape();
        layout = x.layout();
        type = x.type();
    }

    /** Notes that x was the valid elements of a padded batch. */
    void completePadded(ValidPositions valid) {
        positions = valid;
    }

    /** Checks that a backward pass is given the same valid positions. */
    void requireFilledFor(ValidPositions valid) {
        if (shape == null || positions == null) {
            throw new IllegalArgumentException(
                    "statistics: empty, must have been filled by a forward pass with padding");
        }
        if (!positions.equals(valid)) {
            throw new IllegalArgumentException(
                    "valid: other positions, must be those of the forward pass that filled the statistics, "
                            + positions);
        }
    }

    /** Checks that a backward pass is given the tensors of the forward pass that filled this. */
    void requireFilledFor(Tensor x) {
        if (shape == null) {
            throw new IllegalArgumentException("statistics: empty, must have been filled by a forward pass");
        }
        if (!shape.equals(x.shape()) || layout != x.layout() || type != x.type()) {
            throw new IllegalArgumentException("x: " + describe(x.shape(), x.layout(), x.type()) + ", must be "
                    + describe(shape, layout, type) + " as in the forward pass that filled the statistics");
        }
    }

    private static String describe(Shape shape, Layout layout, ElementType type) {
        return shape + " " + layout + (type == ElementType.FLOAT32 ? "" : " " + type);
    }

    @Override
    public String toString() {
        return "BatchStatistics[" + (frozen ? "frozen, " : "") + "mean " + Arrays.toString(mean) + ", variance "
                + Arrays.toString(variance) + "]";
    }
}
