package org.lanewise.exec;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.tensor.ElementType;
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
    /** The fewest steps per thread that share out evenly enough. */
    private static final int STEPS_PER_THREAD = 4;

    private final Provider provider;
    private final Execution execution;
    private final Operands operands = new Operands();
    private final Staging xStaging = new Staging();
    private final Staging dyStaging = new Staging();
    private final Staging outStaging = new Staging();
    private final Staging residualStaging = new Staging();
    private final Staging dyActivatedStaging = new Staging();
    private final Work unit = this::runUnit;
    private final Work together = this::runTogether;
    private Shape shape;
    private Layout layout;
    private Grid grid;
    private Grid mapGrid;
    private Kernels kernels;
    private ElementType type;

    // The call at hand.
    private String name;
    private Operation reduction;
    private double[] mergedFirst;
    private double[] mergedSecond;
    private Between between;
    private Parameters parameters;
    private Tensor residual;
    private Tensor dyActivated;
    private Kernel gate;
    private Kernel reduce;
    private Operation mapOperation;
    private Kernel map;
    private Kernel before;
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
        provide(parameters);
        run(x, null, y, Operation.NORMALIZE);
    }

    /** {@link Operation#NORMALIZE}: y = (x/2 + offset)·scale + shift, per channel; y may be x. */
    public void normalize(Tensor x, Tensor y, Parameters parameters) {
        begin("normalize", null, null, null, null);
        provide(parameters);
        run(x, null, y, Operation.NORMALIZE);
    }

    /** {@link #normalize} of dy, which an {@link #activationGradient} makes first. */
    public void frozenInputGradient(Tensor dy, Tensor dx, Parameters parameters) {
        begin("normalize", null, null, null, null);
        provide(parameters);
        run(dy, dyActivated == null ? null : dy, dx, Operation.NORMALIZE);
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
        provide(parameters);
        run(x, dy, dx, Operation.INPUT_GRADIENT);
    }

    /**
     * The next forward call adds and activates too: y = activated(normalized + residual).
     *
     * @param newResidual null for none; y may be it
     * @param negativeSlope the factor of what is not above 0; 1 leaves it as it is
     * @param bits null, or filled with a bit of each element: whether it was above 0 (or NaN) before it was activated
     */
    public void activate(Tensor newResidual, double negativeSlope, long[] bits) {
        residual = newResidual;
        dyActivated = null;
        operands.negativeSlope = negativeSlope;
        operands.mask = bits;
    }

    /**
     * The next backward call makes its dy first: that of what was activated, where a bit is not set times the slope.
     *
     * @param newDyActivated may be dy
     */
    public void activationGradient(Tensor newDyActivated, double negativeSlope, long[] bits) {
        dyActivated = newDyActivated;
        residual = null;
        operands.negativeSlope = negativeSlope;
        operands.mask = bits;
    }

    private void provide(Parameters newParameters) {
        parameters = newParameters;
        parameters.provide(operands);
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
        try {
            OperationEvent event = new OperationEvent();
            event.begin();
            type = x.type();
            kernels = provider.kernels(type);
            divide(x);
            provide(x, dy, out);
            runAll(mapping);
            if (dyActivated != null) {
                Staging.deliver(operands.dy, dy);
            }
            if (out != null) {
                Staging.deliver(operands.out, out);
            }
            event.end();
            if (event.shouldCommit()) {
                event.fill(name, x, tensors() * x.segment().byteSize(), kernels.name(), execution.threads());
                event.commit();
            }
        } finally {
            forget();
        }
    }

    private void divide(Tensor x) {
        if (!x.shape().equals(shape) || x.layout() != layout) {
            Grid newGrid = Grid.toReduce(x.shape(), x.layout());
            mapGrid = Grid.toMap(x.shape(), x.layout());
            grid = newGrid;
            shape = x.shape();
            layout = x.layout();
        }
    }

    private void provide(Tensor x, Tensor dy, Tensor out) {
        if (dyActivated != null) {
            operands.dyActivated = dyActivatedStaging.input(dyActivated);
            operands.dy = dyStaging.output(dy);
        } else if (dy != null) {
            operands.dy = dyStaging.input(dy);
        }
        operands.x = x == dy ? operands.dy : xStaging.input(x);
        operands.residual = residual == null ? null : residualStaging.input(residual);
        operands.out = out == null ? null : outStaging.output(out);
    }

    /** Else the layer would keep the caller's memory reachable between calls. */
    private void forget() {
        operands.x = null;
        operands.dy = null;
        operands.dyActivated = null;
        operands.residual = null;
        operands.out = null;
        operands.center = null;
        operands.mask = null;
        operands.negativeSlope = 1;
        residual = null;
        dyActivated = null;
        between = null;
        parameters = null;
    }

    private void runAll(Operation mapping) {
        boolean shareable = isShareable(operands.x) && isShareable(operands.dy) && isShareable(operands.dyActivated)
                && isShareable(operands.residual) && isShareable(operands.out);
        gate = dyActivated == null ? null : kernels.get(Operation.ACTIVATION_GRADIENT, grid.geometry());
        reduce = reduction == null ? null : kernels.get(reduction, grid.geometry());
        mapOperation = mapping == null ? null : withEnd(mapping);
        map = mapping == null ? null : kernels.get(mapOperation, grid.geometry());
        long bytes = tensors() * operands.x.byteSize();
        long inputs = bytes - count(operands.out) * operands.x.byteSize();
        if (reduction == null) {
            runUnits(gate, map(), mapGrid, bytes, shareable);
            return;
        }
        operands.partials.reserve(grid.slots());
        if (map != null && grid instanceof Planes planes && goTogether(planes)) {
            operands.grid = grid;
            execution.run(together, planes.groups(), inputs + bytes, shareable);
            return;
        }
        runUnits(gate, reduce, grid, inputs, shareable);
        merge(0, grid.channels());
        if (map != null) {
            runUnits(null, map(), mapGrid, bytes, shareable);
        }
    }

    /** The elementwise kernel for the parameters that are set by now. */
    private Kernel map() {
        return parameters.areExtended() ? provider.extendedKernels(type).get(mapOperation, grid.geometry()) : map;
    }

    private Operation withEnd(Operation mapping) {
        if (mapping != Operation.NORMALIZE || gate != null) {
            return mapping;
        }
        boolean masks = operands.mask != null;
        if (residual != null) {
            return masks ? Operation.NORMALIZE_ADD_ACTIVATE_MASK : Operation.NORMALIZE_ADD_ACTIVATE;
        }
        if (masks) {
            return Operation.NORMALIZE_ACTIVATE_MASK;
        }
        return operands.negativeSlope == 1 ? mapping : Operation.NORMALIZE_ACTIVATE;
    }

    /** How many the call at hand has. */
    private long tensors() {
        return 1L + (operands.dy == operands.x ? 0 : count(operands.dy)) + count(operands.dyActivated) + count(operands.residual) + count(operands.out);
    }

    private static int count(MemorySegment tensor) {
        return tensor == null ? 0 : 1;
    }

    /** If there are also enough groups of channels to keep all threads busy. */
    private boolean goTogether(Planes planes) {
        int threads = execution.threads();
        return planes.isFetchedWell() && (threads == 1 || planes.groups() >= STEPS_PER_THREAD * threads);
    }

    private void runUnits(Kernel newBefore, Kernel newKernel, Grid newGrid, long bytes, boolean shareable) {
        before = newBefore;
        kernel = newKernel;
        operands.grid = newGrid;
        execution.run(unit, newGrid.units(), bytes, shareable);
    }

    private void runUnit(int step, Scratch scratch) {
        run(before, step, scratch);
        kernel.run(operands, step, scratch);
    }

    private void runTogether(int group, Scratch scratch) {
        Planes planes = (Planes) grid;
        for (int u = group; u < planes.units(); u += planes.groups()) {
            run(gate, u, scratch);
            reduce.run(operands, u, scratch);
        }
        merge(planes.channel(group), planes.channel(group) + planes.width(group));
        Kernel mapNow = map();
        for (int u = group; u < planes.units(); u += planes.groups()) {
            mapNow.run(operands, u, scratch);
        }
    }

    private void run(Kernel optional, int step, Scratch scratch) {
        if (optional != null) {
            optional.run(operands, step, scratch);
        }
    }

    private void merge(int from, int to) {
        if (reduction == Operation.MOMENTS) {
            operands.partials.mergeMoments(grid, from, to, mergedFirst, mergedSecond);
        } else {
            operands.partials.mergeSums(grid, from, to, mergedFirst, mergedSecond);
        }
        if (between != null) {
            between.coefficients(from, to);
        }
    }

    private static boolean isShareable(MemorySegment segment) {
        return segment == null || Access.isShareable(segment);
    }
}
