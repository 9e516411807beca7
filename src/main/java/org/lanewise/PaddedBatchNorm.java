package org.lanewise;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.lanewise.exec.Packing;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;

/**
 * A layer on padded batches. Padding enters neither statistics nor gradients, whatever it holds, and stays as it is in
 * all outputs. A channel's statistics are taken over its valid elements alone.
 *
 * <pre>{@code
 * PaddedBatchNorm padded = new PaddedBatchNorm(layer);
 * ValidPositions valid = ValidPositions.lengths(x.shape(), 100, 37, 62); // of three sequences
 * padded.train(Forward.of(x, x), valid, statistics); // in place: padding keeps its values
 * }</pre>
 *
 * <p>The results have the bits that the layer gives for a dense tensor of the valid elements, in their order, as one
 * sample (of rank 2, as one sample each). This copies the valid elements together, runs the layer, its
 * {@link Activation} included, and copies the results back. It needs memory for two dense tensors, which it keeps from
 * call to call.
 *
 * <p>If the memory itself fails when results are copied back, say because another thread closed an arena, the layer has
 * seen the batch.
 *
 * <p>Mutable, for one thread at a time, as the layer, whose pool helps.
 */
public final class PaddedBatchNorm {
    private final BatchNorm layer;
    private final Packing packing;
    private MemorySegment memory = MemorySegment.NULL;

    /** Padded batches for a layer, which keeps its parameters and statistics and may also be used without this. */
    public PaddedBatchNorm(BatchNorm layer) {
        this.layer = Objects.requireNonNull(layer, "layer");
        packing = layer.options().newPacking();
    }

    /**
     * As {@link BatchNorm#train(Forward, BatchStatistics)}; y may be x or the residual.
     *
     * @param valid which positions of x hold data; at least 2 of them
     * @throws IllegalArgumentException as there, but for the number of elements; also if valid was not made for x's N
     *     and S, or has fewer than 2 positions
     * @throws IllegalStateException if the arena of a tensor is closed
     */
    public void train(Forward tensors, ValidPositions valid, BatchStatistics statistics) {
        requireForward(tensors, valid, statistics);
        requireTrainable(valid);
        Forward dense = packed(tensors, valid);
        layer.train(dense, statistics);
        statistics.completePadded(valid);
        packing.unpack(dense.y(), valid, tensors.y());
    }

    /**
     * As {@link BatchNorm#infer(Forward, BatchStatistics)}; any number of positions may be valid, none too.
     *
     * @throws IllegalArgumentException as there, and if valid was not made for x's N and S
     * @throws IllegalStateException as there
     */
    public void infer(Forward tensors, ValidPositions valid, BatchStatistics statistics) {
        requireForward(tensors, valid, statistics);
        Forward dense = packed(tensors, valid);
        layer.infer(dense, statistics);
        statistics.completePadded(valid);
        packing.unpack(dense.y(), valid, tensors.y());
    }

    /**
     * As {@link BatchNorm#backward(Backward, BatchStatistics, Gradients)}.
     *
     * @param valid as in the forward pass
     * @throws IllegalArgumentException as there; also if valid was not made for x's N and S, or statistics not filled
     *     by a forward pass with the same positions
     * @throws IllegalStateException if the arena of a tensor is closed, or the layer is lazy and has accepted no tensor
     *     yet
     */
    public void backward(Backward tensors, ValidPositions valid, BatchStatistics statistics, Gradients gradients) {
        layer.requireTensors(tensors);
        requireValid(tensors.x(), valid);
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels("statistics", statistics.channels(), layer.channels());
        statistics.requireFilledFor(valid);
        Tensor x = packed(tensors.x(), valid, 0);
        Tensor dy = packed(tensors.dy(), valid, 1);
        if (tensors.dresidual() == null) {
            layer.backward(Backward.of(x, dy, dy), statistics, gradients);
            packing.unpack(dy, valid, tensors.dx());
        } else {
            layer.backward(Backward.of(x, dy, x).residual(dy), statistics, gradients);
            packing.unpack(x, valid, tensors.dx());
            packing.unpack(dy, valid, tensors.dresidual());
        }
    }

    private void requireForward(Forward tensors, ValidPositions valid, BatchStatistics statistics) {
        layer.requireForward(tensors, statistics);
        requireValid(tensors.x(), valid);
    }

    /** The forward pass over the valid elements, in place. */
    private Forward packed(Forward tensors, ValidPositions valid) {
        Tensor x = packed(tensors.x(), valid, 0);
        Forward dense = Forward.of(x, x);
        return tensors.residual() == null ? dense : dense.residual(packed(tensors.residual(), valid, 1));
    }

    private static void requireValid(Tensor x, ValidPositions valid) {
        Objects.requireNonNull(valid, "valid");
        if (valid.samples() != x.shape().samples()
                || valid.spatial() != x.shape().spatial()) {
            throw new IllegalArgumentException(
                    "valid: made for " + valid.samples() + " samples of " + valid.spatial() + " positions, must be for "
                            + x.shape().samples() + " of " + x.shape().spatial() + " as x has");
        }
    }

    private static void requireTrainable(ValidPositions valid) {
        if (valid.count() < 2) {
            throw new IllegalArgumentException("valid: " + valid.count() + " positions, must be at least 2 to train");
        }
    }

    /** A dense tensor of the valid elements, in the first or second half of the memory. */
    private Tensor packed(Tensor tensor, ValidPositions valid, int place) {
        Shape shape = shape(tensor.shape(), valid.count());
        long bytes = shape.elements() * tensor.type().bytes();
        long room = Math.ceilDiv(bytes, Tensor.ALIGNMENT) * Tensor.ALIGNMENT;
        if (memory.byteSize() < 2 * room) {
            memory = Arena.ofAuto().allocate(2 * room, Tensor.ALIGNMENT);
        }
        Tensor dense = Tensor.of(memory.asSlice(place * room, bytes), shape, tensor.layout(), tensor.type());
        packing.pack(tensor, valid, dense);
        return dense;
    }

    /** The dense tensor's shape. It has the padded one's rank, which the layer checks. */
    private static Shape shape(Shape padded, long positions) {
        long[] sizes = new long[padded.rank()];
        Arrays.fill(sizes, 1);
        sizes[1] = padded.channels();
        sizes[padded.rank() == 2 ? 0 : 2] = positions;
        return Shape.of(sizes);
    }
}
