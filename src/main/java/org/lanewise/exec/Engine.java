package org.lanewise.exec;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.kernel.Grid;
import org.lanewise.kernel.Kernel;
import org.lanewise.kernel.Kernels;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Operation;
import org.lanewise.kernel.Planes;
import org.lanewise.kernel.Scratch;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * The operations of {@link Operation} on whole tensors, with the memory that they need between calls. For one thread at a
 * time. The tensors of a call must have one shape, layout and type, with parameters for it, and be accessible: its callers check that.
 *
 * <p>A reduction and the elementwise operation that takes its result go together where they can: some channels are reduced, and
 * passed over again while they are in the cache.
 */
public final class Engine {
    /** Stands for "another thread" in the question whether a segment may be shared. Never started. */
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

    /** The fewest steps per thread that share out evenly enough. */
    private static final int STEPS_PER_THREAD = 4;

    private final Provider provider;
    private final Execution execution;
    private final Operands operands = new Operands();
    private final Partials partials = new Partials();
    private final Staging xStaging = new Staging();
    private final Staging dyStaging = new Staging();
    private final Staging outStaging = new Staging();
    private final Work unit = this::runUnit;
    private final Work together = this::runTogether;
    private Shape shape;
    private Layout layout;
    private Grid grid;
    private Grid mapGrid;
    private Kernels kernels;

    // The call at hand.
    private String name;
    private Operation reduction;
    private double[] mergedFirst;
    private double[] mergedSecond;
    private Between between;
    private Kernel reduce;
    private Kernel map;
    private Kernel kernel;

    /** An engine with the JVM's kernels that runs on the calling thread, and in the pool too unless it is null. */
    public Engine(ForkJoinPool pool) {
        provider = Provider.active();
        this.execution = new Execution(pool);
    }

    /** Per channel, the mean of x and the sum of squared deviations from it; x must not be empty. */
    public void moments(Tensor x, double[] mean, double[] squares) {
        begin("moments", Operation.MOMENTS, mean, squares, null);
        run(x, null, null, null);
    }

    /** {@link #moments}, then, with the coefficients that come between, {@link #normalize}. */
    public void momentsAndNormalize(
            Tensor x, Tensor y, double[] mean, double[] squares, Between between, Parameters parameters) {
        begin("train", Operation.MOMENTS, mean, squares, between);
        parameters.provide(operands);
        run(x, null, y, Operation.NORMALIZE);
    }

    /** {@link Operation#NORMALIZE}: y = (x/2 + offset)·scale + shift, per channel; y may be x. */
    public void normalize(Tensor x, Tensor y, Parameters parameters) {
        begin("normalize", null, null, null, null);
        parameters.provide(operands);
        run(x, null, y, Operation.NORMALIZE);
    }

    /** Per channel, the sums of dy and of dy·(x - center). */
    public void gradientSums(Tensor x, Tensor dy, double[] center, double[] sumDy, double[] sumDyX) {
        operands.center = center;
        begin("gradient_sums", Operation.GRADIENT_SUMS, sumDy, sumDyX, null);
        run(x, dy, null, null);
    }

    /**
     * {@link #gradientSums}, then, with the coefficients that come between, {@link Operation#INPUT_GRADIENT}:
     * dx = (dy/2 + ((x/2 + offset)·slope + shift))·scale, per channel; dx may be x or dy.
     */
    public void gradientSumsAndInputGradient(
            Tensor x, Tensor dy, Tensor dx, double[] center, double[] sumDy, double[] sumDyX, Between between,
            Parameters parameters) {
        operands.center = center;
        begin("backward", Operation.GRADIENT_SUMS, sumDy, sumDyX, between);
        parameters.provide(operands);
        run(x, dy, dx, Operation.INPUT_GRADIENT);
    }

    private void begin(
            String newName, Operation newReduction, double[] newMergedFirst, double[] newMergedSecond, Between newBetween) {
        name = newName;
        reduction = newReduction;
        mergedFirst = newMergedFirst;
        mergedSecond = newMergedSecond;
        between = newBetween;
    }

    private void run(Tensor x, Tensor dy, Tensor out, Operation mapping) {
        if (!x.shape().equals(shape) || x.layout() != layout) {
            Grid newGrid = Grid.toReduce(x.shape(), x.layout());
            mapGrid = Grid.toMap(x.shape(), x.layout());
            grid = newGrid;
            shape = x.shape();
            layout = x.layout();
        }
        kernels = provider.kernels(x.type());
        OperationEvent event = new OperationEvent();
        event.begin();
        try {
            operands.x = xStaging.input(x);
            operands.dy = dy == null ? null : dyStaging.input(dy);
            operands.out = out == null ? null : outStaging.output(out);
            runAll(mapping);
            if (out != null) {
                Staging.deliver(operands.out, out);
            }
            event.end();
            if (event.shouldCommit()) {
                long tensors = 1L + (dy == null ? 0 : 1) + (out == null ? 0 : 1);
                event.fill(name, x, tensors * x.segment().byteSize(), kernels.name(), execution.threads());
                event.commit();
            }
        } finally {
            // Else the layer would keep the caller's memory reachable between calls.
            operands.x = null;
            operands.dy = null;
            operands.out = null;
            operands.center = null;
            between = null;
        }
    }

    private void runAll(Operation mapping) {
        boolean shareable = isShareable(operands.x) && isShareable(operands.dy) && isShareable(operands.out);
        long tensor = operands.x.byteSize();
        long inputs = operands.dy == null ? tensor : 2 * tensor;
        reduce = reduction == null ? null : kernels.get(reduction, grid.geometry());
        map = mapping == null ? null : kernels.get(mapping, grid.geometry());
        if (reduction == null) {
            runUnits(map, mapGrid, inputs + tensor, shareable);
            return;
        }
        partials.provide(operands, grid);
        if (map != null && grid instanceof Planes planes && goTogether(planes)) {
            operands.grid = grid;
            execution.run(together, planes.groups(), 2 * inputs + tensor, shareable);
            return;
        }
        runUnits(reduce, grid, inputs, shareable);
        merge(0, grid.channels());
        if (map != null) {
            runUnits(map, mapGrid, inputs + tensor, shareable);
        }
    }

    /** If there are also enough groups of channels to keep all threads busy. */
    private boolean goTogether(Planes planes) {
        int threads = execution.threads();
        return planes.isFetchedWell() && (threads == 1 || planes.groups() >= STEPS_PER_THREAD * threads);
    }

    private void runUnits(Kernel newKernel, Grid newGrid, long bytes, boolean shareable) {
        kernel = newKernel;
        operands.grid = newGrid;
        execution.run(unit, newGrid.units(), bytes, shareable);
    }

    private void runUnit(int step, Scratch scratch) {
        kernel.run(operands, step, scratch);
    }

    private void runTogether(int group, Scratch scratch) {
        Planes planes = (Planes) grid;
        for (int u = group; u < planes.units(); u += planes.groups()) {
            reduce.run(operands, u, scratch);
        }
        merge(planes.channel(group), planes.channel(group) + planes.width(group));
        for (int u = group; u < planes.units(); u += planes.groups()) {
            map.run(operands, u, scratch);
        }
    }

    private void merge(int from, int to) {
        partials.merge(reduction, grid, from, to, mergedFirst, mergedSecond);
        if (between != null) {
            between.coefficients(from, to);
        }
    }

    private static boolean isShareable(MemorySegment segment) {
        return segment == null || segment.isAccessibleBy(ANOTHER);
    }
}
