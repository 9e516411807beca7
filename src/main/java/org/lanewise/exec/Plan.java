package org.lanewise.exec;

import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * How a pass over tensors of one shape, layout and type is run: its kernels, how the tensors are divided, and the
 * stages that follow each other. Immutable; made once, kept by {@link Plans}, and run with any number of {@link Call}s.
 *
 * <p>Where it can, a pass goes by groups of channels: a group is reduced, and goes through the elementwise stage while
 * it is in the cache. Else all channels are reduced first, then all go through the elementwise stage.
 */
public final class Plan {
    /** The fewest groups of channels per thread. With fewer, some threads would wait for others. */
    private static final int GROUPS_PER_THREAD = 4;

    /** A reduction, which converts to double, takes about twice as long as an elementwise stage for each byte. */
    private static final int REDUCTION_WEIGHT = 2;

    /** All that a plan depends on, beside the provider and the number of threads. */
    record Signature(Pass pass, Shape shape, Layout layout, ElementType type, Epilogue epilogue) {
        /**
         * Whether this is the signature of a pass over tensors like x. Asked instead of making another one: that would
         * allocate.
         */
        boolean matches(Pass otherPass, Tensor x, Epilogue otherEpilogue) {
            return pass == otherPass
                    && epilogue == otherEpilogue
                    && type == x.type()
                    && layout == x.layout()
                    && shape.equals(x.shape());
        }

        /** Whether the gate comes first. */
        boolean isGated() {
            return pass.isBackward() && epilogue.masks();
        }

        /** The tensors that are read; x and dy are two, also where a caller gives one for both. */
        int inputs() {
            int gradients = pass.reduction() == Operation.GRADIENT_SUMS ? 1 : 0;
            int residuals = !pass.isBackward() && epilogue.adds() ? 1 : 0;
            return 1 + gradients + residuals + (isGated() ? 1 : 0);
        }

        /** The tensors that are read or written, inputs that the gate writes counted once. */
        int tensors() {
            return inputs() + (pass.elementwise(epilogue) == null ? 0 : 1);
        }

        /** The bytes of one tensor. */
        long bytesPerTensor() {
            return shape.elements() * type.bytes();
        }
    }

    /**
     * Work that must be done before the next stage begins.
     *
     * @param grid what the units of its kernels belong to
     * @param bytes how much work it is: the bytes that an elementwise stage walks in the same time
     */
    record Stage(Execution.Work<Call> work, Grid grid, int steps, long bytes) {}

    private final Signature signature;
    private final Kernels kernels;
    private final Grid grid;
    private final Grid elementwiseGrid;
    private final Kernel gate;
    private final Kernel reduce;
    private final Operation elementwiseOperation;
    private final Kernel elementwise;
    private final Stage[] stages;

    Plan(Signature signature, Kernels kernels, int threads) {
        this.signature = signature;
        this.kernels = kernels;
        grid = Grid.forReduction(signature.shape(), signature.layout(), threads);
        elementwiseGrid = Grid.forElementwise(signature.shape(), signature.layout());
        gate = signature.isGated() ? kernel(Operation.ACTIVATION_GRADIENT) : null;
        reduce = kernel(signature.pass().reduction());
        elementwiseOperation = signature.pass().elementwise(signature.epilogue());
        elementwise = kernel(elementwiseOperation);
        stages = stages(threads);
    }

    private Kernel kernel(Operation operation) {
        return operation == null ? null : kernels.get(operation, grid.geometry());
    }

    private Stage[] stages(int threads) {
        long read = REDUCTION_WEIGHT * signature.inputs() * signature.bytesPerTensor();
        long all = bytes();
        if (reduce == null) {
            return new Stage[] {new Stage(this::gateAndElementwise, elementwiseGrid, elementwiseGrid.units(), all)};
        }
        Stage reduction = new Stage(this::gateAndReduce, grid, grid.units(), read);
        if (elementwise == null) {
            return new Stage[] {reduction, merging()};
        }
        if (grid instanceof Planes planes && goesByGroups(planes, threads)) {
            return new Stage[] {new Stage(this::runGroup, grid, planes.channelGroups(), read + all)};
        }
        return new Stage[] {
            reduction, merging(), new Stage(this::elementwise, elementwiseGrid, elementwiseGrid.units(), all)
        };
    }

    /** The merging of all channels: one step, which the caller runs. */
    private Stage merging() {
        return new Stage((call, step, scratch) -> merge(call, 0, grid.channels()), grid, 1, 0);
    }

    /** Whether a group lies together in memory, and there are enough groups to keep all threads busy. */
    private static boolean goesByGroups(Planes planes, int threads) {
        return planes.isFetchedWell() && (threads == 1 || planes.channelGroups() >= GROUPS_PER_THREAD * threads);
    }

    /** Whether this is the plan of a pass over tensors like x. */
    boolean matches(Pass pass, Tensor x, Epilogue epilogue) {
        return signature.matches(pass, x, epilogue);
    }

    /** What the plan was made for. */
    Signature signature() {
        return signature;
    }

    /** Whose kernels it runs. */
    String provider() {
        return kernels.name();
    }

    /** The bytes of all tensors, inputs and output. */
    long bytes() {
        return signature.tensors() * signature.bytesPerTensor();
    }

    /** The results of a reduction that have to be kept until they are merged. */
    int slots() {
        return reduce == null ? 0 : grid.slots();
    }

    /** The channels of its tensors. */
    int channels() {
        return grid.channels();
    }

    /** The array itself, to be read. */
    Stage[] stages() {
        return stages;
    }

    /** Has its vector kernels work alone from now on, without their scalar twins. */
    void start() {
        for (Kernel kernel : new Kernel[] {gate, reduce, elementwise}) {
            if (kernel instanceof Starter starter) {
                starter.start();
            }
        }
    }

    private void gateAndReduce(Call call, int unit, Scratch scratch) {
        gate(call, unit, scratch);
        reduce.run(call.operands, unit, scratch);
    }

    private void gateAndElementwise(Call call, int unit, Scratch scratch) {
        gate(call, unit, scratch);
        elementwise(call, unit, scratch);
    }

    private void gate(Call call, int unit, Scratch scratch) {
        if (gate != null) {
            gate.run(call.operands, unit, scratch);
        }
    }

    private void elementwise(Call call, int unit, Scratch scratch) {
        elementwiseKernel(call).run(call.operands, unit, scratch);
    }

    /** The elementwise kernel for the parameters that are set by now. */
    private Kernel elementwiseKernel(Call call) {
        return call.parameters.areExtended() ? kernels.extended(elementwiseOperation, grid.geometry()) : elementwise;
    }

    /** Reduces a group of channels, then runs the elementwise operation on it. */
    private void runGroup(Call call, int group, Scratch scratch) {
        Planes planes = (Planes) grid;
        for (int unit = group; unit < planes.units(); unit += planes.channelGroups()) {
            gateAndReduce(call, unit, scratch);
        }
        merge(call, planes.channel(group), planes.channel(group) + planes.width(group));
        Kernel kernel = elementwiseKernel(call);
        for (int unit = group; unit < planes.units(); unit += planes.channelGroups()) {
            kernel.run(call.operands, unit, scratch);
        }
    }

    private void merge(Call call, int from, int to) {
        if (signature.pass().reduction() == Operation.MOMENTS) {
            call.operands.partials.mergeMoments(grid, from, to, call.first, call.second);
        } else {
            call.operands.partials.mergeSums(grid, from, to, call.first, call.second);
        }
        if (elementwise != null) {
            call.coefficients(from, to);
        }
    }
}
