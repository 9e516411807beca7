package org.lanewise.exec;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.kernel.Chan;
import org.lanewise.kernel.Grid;
import org.lanewise.kernel.Kernels;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Operation;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * The operations of {@link Operation} on whole tensors, with the memory that they need between calls. For one thread at a
 * time. The tensors of a call must have one shape and layout, and be accessible: its callers check that.
 */
public final class Engine {
    /** Stands for "another thread" in the question whether a segment may be shared. Never started. */
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    private final Kernels kernels;
    private final Execution execution;
    private final Operands operands = new Operands();
    private final Staging xStaging = new Staging();
    private final Staging dyStaging = new Staging();
    private final Staging outStaging = new Staging();
    private double[] first = {};
    private double[] second = {};
    private Shape shape;
    private Layout layout;
    private Grid grid;

    /** An engine with the JVM's kernels that runs on the calling thread, and in the pool too unless it is null. */
    public Engine(ForkJoinPool pool) {
        this.kernels = Provider.active().kernels();
        this.execution = new Execution(pool);
    }

    /**
     * Per channel, the mean of x and the sum of squared deviations from it; x must not be empty. The parts' means are merged as
     * distances from the first part's: they are small where the mean itself may be large, and so are their roundings.
     */
    public void moments(Tensor x, double[] mean, double[] squares) {
        reduce(Operation.MOMENTS, x, null);
        Arrays.fill(mean, 0, grid.channels(), 0);
        Arrays.fill(squares, 0, grid.channels(), 0);
        long count = 0;
        for (int part = 0; part < grid.parts(); part++) {
            long added = grid.count(part);
            double weight = Chan.weight(count, added);
            for (int c = 0; c < grid.channels(); c++) {
                int slot = grid.slot(c, part);
                double distance = first[slot] - first[grid.slot(c, 0)];
                squares[c] = Chan.squares(count, mean[c], squares[c], distance, second[slot], weight);
                mean[c] = Chan.mean(mean[c], distance, weight);
            }
            count += added;
        }
        for (int c = 0; c < grid.channels(); c++) {
            mean[c] += first[grid.slot(c, 0)];
        }
    }

    /** Per channel, the sums of dy and of dy·(x - center). */
    public void gradientSums(Tensor x, Tensor dy, double[] center, double[] sumDy, double[] sumDyX) {
        operands.center = center;
        reduce(Operation.GRADIENT_SUMS, x, dy);
        for (int c = 0; c < grid.channels(); c++) {
            sumDy[c] = 0;
            sumDyX[c] = 0;
        }
        for (int part = 0; part < grid.parts(); part++) {
            for (int c = 0; c < grid.channels(); c++) {
                int slot = grid.slot(c, part);
                sumDy[c] += first[slot];
                sumDyX[c] += second[slot];
            }
        }
    }

    /** {@link Operation#NORMALIZE}: y = (x/2 + offset)·scale + shift, per channel; y may be x. */
    public void normalize(Tensor x, Tensor y, float[] offset, float[] scale, float[] shift) {
        operands.offset = offset;
        operands.scale = scale;
        operands.shift = shift;
        map(Operation.NORMALIZE, x, null, y);
    }

    /** {@link Operation#INPUT_GRADIENT}: dx = (dy/2 + ((x/2 + offset)·slope + shift))·scale, per channel; dx may be x or dy. */
    public void inputGradient(
            Tensor x, Tensor dy, Tensor dx, float[] offset, float[] scale, float[] slope, float[] shift) {
        operands.offset = offset;
        operands.scale = scale;
        operands.slope = slope;
        operands.shift = shift;
        map(Operation.INPUT_GRADIENT, x, dy, dx);
    }

    private void reduce(Operation operation, Tensor x, Tensor dy) {
        prepare(x);
        if (first.length < grid.slots()) {
            double[] newFirst = new double[grid.slots()];
            second = new double[grid.slots()];
            first = newFirst;
        }
        operands.first = first;
        operands.second = second;
        run(operation, x, dy, null);
    }

    private void map(Operation operation, Tensor x, Tensor dy, Tensor out) {
        prepare(x);
        MemorySegment memory = outStaging.output(out);
        operands.out = memory;
        run(operation, x, dy, out);
        Staging.deliver(memory, out);
    }

    private void prepare(Tensor x) {
        if (!x.shape().equals(shape) || x.layout() != layout) {
            grid = Grid.of(x.shape(), x.layout());
            shape = x.shape();
            layout = x.layout();
        }
        operands.grid = grid;
    }

    private void run(Operation operation, Tensor x, Tensor dy, Tensor out) {
        operands.x = xStaging.input(x);
        operands.dy = dy == null ? null : dyStaging.input(dy);
        int tensors = (dy == null ? 1 : 2) + (out == null ? 0 : 1);
        boolean shareable = isShareable(operands.x) && isShareable(operands.dy) && (out == null || isShareable(operands.out));
        try {
            execution.run(
                    kernels.get(operation, grid.geometry()), operands, tensors * x.segment().byteSize(), shareable);
        } finally {
            // Else the layer would keep the caller's memory reachable between calls.
            operands.x = null;
            operands.dy = null;
            operands.out = null;
        }
    }

    private static boolean isShareable(MemorySegment segment) {
        return segment == null || segment.isAccessibleBy(ANOTHER);
    }
}
