package org.lanewise;

import java.util.Objects;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * A layer on ghost batches (Hoffer, Hubara, Soudry: Train longer, generalize better, 2017, algorithm 1): a large batch
 * is normalized in groups of successive samples, each with its own statistics. The running statistics are updated group
 * after group, as if each were a small batch. So training keeps the noise of small batches, with the steps of large
 * ones. Inference is the layer's own.
 *
 * <pre>{@code
 * GhostBatchNorm ghost = new GhostBatchNorm(layer, 32);
 * GhostStatistics statistics = new GhostStatistics(layer.channels());
 * ghost.train(Forward.of(x, y), statistics); // of 256 samples: eight groups
 * ghost.backward(Backward.of(x, dy, dx), statistics, gradients); // dgamma, dbeta: over all groups
 * }</pre>
 *
 * <p>The results have the bits that the layer gives for the groups one after the other. If N is no multiple of the
 * group's size, the last group is smaller.
 *
 * <p>If the memory itself fails half-way, the running statistics include the groups before.
 *
 * <p>Mutable, for one thread at a time, as the layer.
 */
public final class GhostBatchNorm {
    private final BatchNorm layer;
    private final int samplesPerGroup;

    /**
     * Ghost batches for a layer, which keeps its parameters and statistics and may also be used without this.
     *
     * @param samplesPerGroup the size of a group, 1 or more
     * @throws IllegalArgumentException if samplesPerGroup is below 1
     */
    public GhostBatchNorm(BatchNorm layer, int samplesPerGroup) {
        this.layer = Objects.requireNonNull(layer, "layer");
        if (samplesPerGroup < 1) {
            throw new IllegalArgumentException("samplesPerGroup: " + samplesPerGroup + ", must be at least 1");
        }
        this.samplesPerGroup = samplesPerGroup;
    }

    /**
     * As {@link BatchNorm#train(Forward, BatchStatistics)}, group by group.
     *
     * @throws IllegalArgumentException as there, before the first group is trained with; also if the smallest group has
     *     fewer than 2 elements per channel
     * @throws IllegalStateException if the arena of a tensor is closed
     */
    public void train(Forward tensors, GhostStatistics statistics) {
        Objects.requireNonNull(statistics, "statistics");
        layer.requireForward(tensors, statistics.first());
        Shape shape = tensors.x().shape();
        requireTrainable(shape);
        statistics.begin(shape, samplesPerGroup);
        for (int g = 0; g < statistics.groups(); g++) {
            layer.train(part(tensors, g), statistics.group(g));
        }
        statistics.complete(shape);
    }

    /**
     * As {@link BatchNorm#backward(Backward, BatchStatistics, Gradients)}, group by group; the gradients with respect
     * to gamma and beta are summed over the groups in double.
     *
     * @throws IllegalArgumentException as there, and if statistics was not filled for x's shape in groups of this size
     * @throws IllegalStateException if the arena of a tensor is closed, or the layer is lazy and has accepted no tensor
     *     yet
     */
    public void backward(Backward tensors, GhostStatistics statistics, Gradients gradients) {
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels("statistics", statistics.first().channels(), layer.channels());
        layer.requireTensors(tensors);
        statistics.requireFilledFor(tensors.x().shape(), samplesPerGroup);
        double[] dgamma = new double[layer.channels()];
        double[] dbeta = new double[layer.channels()];
        for (int g = 0; g < statistics.groups(); g++) {
            layer.backward(part(tensors, g), statistics.group(g), gradients);
            for (int c = 0; c < dgamma.length; c++) {
                dgamma[c] += gradients.unroundedDgamma(c);
                dbeta[c] += gradients.unroundedDbeta(c);
            }
        }
        for (int c = 0; c < dgamma.length; c++) {
            gradients.set(c, dgamma[c], dbeta[c]);
        }
    }

    private Forward part(Forward tensors, int group) {
        Forward part = Forward.of(part(tensors.x(), group), part(tensors.y(), group));
        return tensors.residual() == null ? part : part.residual(part(tensors.residual(), group));
    }

    private Backward part(Backward tensors, int group) {
        Backward part = Backward.of(part(tensors.x(), group), part(tensors.dy(), group), part(tensors.dx(), group));
        return tensors.dresidual() == null ? part : part.residual(part(tensors.dresidual(), group));
    }

    private Tensor part(Tensor tensor, int group) {
        long from = (long) group * samplesPerGroup;
        return tensor.samples(from, Math.min(tensor.shape().samples(), from + samplesPerGroup));
    }

    private void requireTrainable(Shape shape) {
        long rest = shape.samples() % samplesPerGroup;
        long smallest = rest > 0 || shape.samples() == 0 ? rest : samplesPerGroup;
        long n = smallest * shape.spatial();
        if (n < 2) {
            throw new IllegalArgumentException("x: " + n + " elements per channel in the smallest group of " + shape
                    + ", " + smallest + " samples, must be at least 2 to train");
        }
    }
}
