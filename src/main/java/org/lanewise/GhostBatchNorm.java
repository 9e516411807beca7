package org.lanewise;

import java.util.Objects;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * A layer on ghost batches (Hoffer, Hubara, Soudry: Train longer, generalize better, 2017, algorithm 1): a large batch is normalized
 * in groups of successive samples, each with its own statistics, and the running statistics are updated group after group, as by
 * as many small batches. The noise of small batches stays, though the step is that of a large one. Inference is the layer's own.
 *
 * <pre>{@code
 * GhostBatchNorm ghost = new GhostBatchNorm(layer, 32);
 * GhostStatistics statistics = new GhostStatistics(layer.channels());
 * ghost.train(x, y, statistics);                       // of 256 samples: eight groups
 * ghost.backward(x, dy, dx, statistics, gradients);    // dgamma and dbeta are the sums over all groups
 * }</pre>
 *
 * <p>To the bit what the layer gives for the groups one by one. If N is no multiple of the size of a group the last one is smaller.
 *
 * <p>If memory itself fails half-way, the layer has seen the groups before.
 *
 * <p>For one thread at a time, as the layer.
 */
public final class GhostBatchNorm {
    private final BatchNorm layer;
    private final int samplesPerGroup;

    /**
     * The layer keeps its parameters and statistics; it may also be used without this.
     *
     * @throws IllegalArgumentException if a group has no sample
     */
    public GhostBatchNorm(BatchNorm layer, int samplesPerGroup) {
        this.layer = Objects.requireNonNull(layer, "layer");
        if (samplesPerGroup < 1) {
            throw new IllegalArgumentException("samplesPerGroup: " + samplesPerGroup + ", must be at least 1");
        }
        this.samplesPerGroup = samplesPerGroup;
    }

    /**
     * As {@link BatchNorm#train(Tensor, Tensor, BatchStatistics)}, group by group.
     *
     * @throws IllegalArgumentException as there, for any of the groups, before the first is trained with
     * @throws IllegalStateException if an arena is closed
     */
    public void train(Tensor x, Tensor y, GhostStatistics statistics) {
        requireForward(x, y, statistics);
        statistics.begin(x.shape(), samplesPerGroup);
        for (int g = 0; g < statistics.groups(); g++) {
            layer.train(part(x, g), part(y, g), statistics.group(g));
        }
        statistics.complete(x.shape());
    }

    /** With a residual, as {@link BatchNorm#train(Tensor, Tensor, Tensor, BatchStatistics)}. */
    public void train(Tensor x, Tensor residual, Tensor y, GhostStatistics statistics) {
        requireForward(x, y, statistics);
        OperandChecks.requireResidual(x, residual, y);
        statistics.begin(x.shape(), samplesPerGroup);
        for (int g = 0; g < statistics.groups(); g++) {
            layer.train(part(x, g), part(residual, g), part(y, g), statistics.group(g));
        }
        statistics.complete(x.shape());
    }

    /**
     * As {@link BatchNorm#backward(Tensor, Tensor, Tensor, BatchStatistics, Gradients)}, group by group; gamma and beta's gradients are
     * summed in double.
     *
     * @throws IllegalArgumentException as there, and if the statistics were not filled for such groups
     * @throws IllegalStateException if an arena is closed
     */
    public void backward(Tensor x, Tensor dy, Tensor dx, GhostStatistics statistics, Gradients gradients) {
        requireBackward(x, dy, dx, statistics);
        GradientTotals totals = new GradientTotals(layer, gradients);
        for (int g = 0; g < statistics.groups(); g++) {
            layer.backward(part(x, g), part(dy, g), part(dx, g), statistics.group(g), gradients);
            totals.add(statistics.group(g));
        }
        totals.deliver();
    }

    /** With a residual, as {@link BatchNorm#backward(Tensor, Tensor, Tensor, Tensor, BatchStatistics, Gradients)}. */
    public void backward(
            Tensor x, Tensor dy, Tensor dx, Tensor dresidual, GhostStatistics statistics, Gradients gradients) {
        requireBackward(x, dy, dx, statistics);
        OperandChecks.requireResidualGradient(dresidual, x, dy, dx);
        GradientTotals totals = new GradientTotals(layer, gradients);
        for (int g = 0; g < statistics.groups(); g++) {
            layer.backward(
                    part(x, g), part(dy, g), part(dx, g), part(dresidual, g), statistics.group(g), gradients);
            totals.add(statistics.group(g));
        }
        totals.deliver();
    }

    private Tensor part(Tensor tensor, int group) {
        long from = (long) group * samplesPerGroup;
        return tensor.samples(from, Math.min(tensor.shape().samples(), from + samplesPerGroup));
    }

    private void requireForward(Tensor x, Tensor y, GhostStatistics statistics) {
        Objects.requireNonNull(statistics, "statistics");
        layer.requireForward(x, y, statistics.first());
        requireTrainable(x.shape());
    }

    private void requireTrainable(Shape shape) {
        long rest = shape.samples() % samplesPerGroup;
        long smallest = rest > 0 || shape.samples() == 0 ? rest : samplesPerGroup;
        long n = smallest * shape.spatial();
        if (n < 2) {
            throw new IllegalArgumentException("x: " + n + " elements per channel in the smallest group of " + shape + ", "
                    + smallest + " samples, must be at least 2 to train");
        }
    }

    private void requireBackward(Tensor x, Tensor dy, Tensor dx, GhostStatistics statistics) {
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels("statistics", statistics.first().channels(), layer.channels());
        layer.requireOperands(x, dy, dx);
        statistics.requireFilledFor(x.shape(), samplesPerGroup);
    }
}
