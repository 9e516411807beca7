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
 * A layer on padded batches: what is not valid enters neither statistics nor gradients, whatever it holds, and stays as it is in all
 * outputs. The number of elements that a channel's statistics are taken over is that of the valid ones.
 *
 * <pre>{@code
 * PaddedBatchNorm padded = new PaddedBatchNorm(layer);
 * ValidPositions valid = ValidPositions.lengths(x.shape(), 100, 37, 62);
 * padded.train(x, x, valid, statistics);     // in place: padding keeps its values
 * }</pre>
 *
 * <p>The results are to the bit those of the layer on the valid elements alone, put together in one sample (N, C: in one batch) in their
 * order. For this they are copied together, and the results back: into memory as large as two of the valid parts, which is kept
 * from call to call. What the layer does after it normalized, its {@link Activation}, it does here too.
 *
 * <p>If the memory itself fails when results are copied back, say because another thread closed an arena, the layer has seen the batch.
 *
 * <p>For one thread at a time, as the layer, whose pool helps.
 */
public final class PaddedBatchNorm {
    private final BatchNorm layer;
    private final Packing packing;
    private MemorySegment memory = MemorySegment.NULL;

    /** The layer keeps its parameters and statistics; it may also be used without this. */
    public PaddedBatchNorm(BatchNorm layer) {
        this.layer = Objects.requireNonNull(layer, "layer");
        packing = layer.options().newPacking();
    }

    /**
     * As {@link BatchNorm#train(Tensor, Tensor, BatchStatistics)}.
     *
     * @param y the result; may be x
     * @param valid which positions of x hold data; at least 2 of them
     * @throws IllegalArgumentException as there, and if the positions are not of x's N and S
     * @throws IllegalStateException if an arena is closed
     */
    public void train(Tensor x, Tensor y, ValidPositions valid, BatchStatistics statistics) {
        requireForward(x, y, valid, statistics);
        requireTrainable(valid);
        Tensor dense = packed(x, valid, 0);
        layer.train(dense, dense, statistics);
        statistics.completePadded(valid);
        packing.unpack(dense, valid, y);
    }

    /** With a residual, as {@link BatchNorm#train(Tensor, Tensor, Tensor, BatchStatistics)}; y may be x or residual. */
    public void train(Tensor x, Tensor residual, Tensor y, ValidPositions valid, BatchStatistics statistics) {
        requireForward(x, y, valid, statistics);
        OperandChecks.requireResidual(x, residual, y);
        requireTrainable(valid);
        Tensor dense = packed(x, valid, 0);
        layer.train(dense, packed(residual, valid, 1), dense, statistics);
        statistics.completePadded(valid);
        packing.unpack(dense, valid, y);
    }

    /** As {@link BatchNorm#infer(Tensor, Tensor, BatchStatistics)}; any number of positions may be valid. */
    public void infer(Tensor x, Tensor y, ValidPositions valid, BatchStatistics statistics) {
        requireForward(x, y, valid, statistics);
        Tensor dense = packed(x, valid, 0);
        layer.infer(dense, dense, statistics);
        statistics.completePadded(valid);
        packing.unpack(dense, valid, y);
    }

    /** With a residual, as {@link BatchNorm#infer(Tensor, Tensor, Tensor, BatchStatistics)}. */
    public void infer(Tensor x, Tensor residual, Tensor y, ValidPositions valid, BatchStatistics statistics) {
        requireForward(x, y, valid, statistics);
        OperandChecks.requireResidual(x, residual, y);
        Tensor dense = packed(x, valid, 0);
        layer.infer(dense, packed(residual, valid, 1), dense, statistics);
        statistics.completePadded(valid);
        packing.unpack(dense, valid, y);
    }

    /**
     * As {@link BatchNorm#backward(Tensor, Tensor, Tensor, BatchStatistics, Gradients)}.
     *
     * @param dx the result; may be x or dy
     * @param valid as in the forward pass
     * @throws IllegalArgumentException as there, and if the positions are not of x's N and S
     * @throws IllegalStateException if an arena is closed
     */
    public void backward(
            Tensor x, Tensor dy, Tensor dx, ValidPositions valid, BatchStatistics statistics, Gradients gradients) {
        requireBackward(x, dy, dx, valid, statistics);
        Tensor dense = packed(dy, valid, 1);
        layer.backward(packed(x, valid, 0), dense, dense, statistics, gradients);
        packing.unpack(dense, valid, dx);
    }

    /** With a residual, as {@link BatchNorm#backward(Tensor, Tensor, Tensor, Tensor, BatchStatistics, Gradients)}. */
    public void backward(
            Tensor x, Tensor dy, Tensor dx, Tensor dresidual, ValidPositions valid, BatchStatistics statistics,
            Gradients gradients) {
        requireBackward(x, dy, dx, valid, statistics);
        OperandChecks.requireResidualGradient(dresidual, x, dy, dx);
        Tensor denseX = packed(x, valid, 0);
        Tensor denseDy = packed(dy, valid, 1);
        layer.backward(denseX, denseDy, denseX, denseDy, statistics, gradients);
        packing.unpack(denseX, valid, dx);
        packing.unpack(denseDy, valid, dresidual);
    }

    private void requireForward(Tensor x, Tensor y, ValidPositions valid, BatchStatistics statistics) {
        layer.requireForward(x, y, statistics);
        requireValid(x, valid);
    }

    private void requireBackward(Tensor x, Tensor dy, Tensor dx, ValidPositions valid, BatchStatistics statistics) {
        layer.requireOperands(x, dy, dx);
        requireValid(x, valid);
        Objects.requireNonNull(statistics, "statistics");
        OperandChecks.requireChannels("statistics", statistics.channels(), layer.channels());
        statistics.requireFilledFor(valid);
    }

    private static void requireValid(Tensor x, ValidPositions valid) {
        Objects.requireNonNull(valid, "valid");
        if (valid.samples() != x.shape().samples() || valid.spatial() != x.shape().spatial()) {
            throw new IllegalArgumentException("valid: made for " + valid.samples() + " samples of " + valid.spatial()
                    + " positions, must be for " + x.shape().samples() + " of " + x.shape().spatial() + " as x has");
        }
    }

    private static void requireTrainable(ValidPositions valid) {
        if (valid.count() < 2) {
            throw new IllegalArgumentException("valid: " + valid.count() + " positions, must be at least 2 to train");
        }
    }

    /** The valid elements, in the first or second place. */
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

    /** Of the same rank, which the layer asks for. */
    private static Shape shape(Shape padded, long positions) {
        long[] sizes = new long[padded.rank()];
        Arrays.fill(sizes, 1);
        sizes[1] = padded.channels();
        sizes[padded.rank() == 2 ? 0 : 2] = positions;
        return Shape.of(sizes);
    }
}
