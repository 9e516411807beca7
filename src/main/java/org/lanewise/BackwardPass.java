package org.lanewise;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.exec.Call;
import org.lanewise.exec.Engine;
import org.lanewise.exec.Epilogue;
import org.lanewise.exec.Pass;
import org.lanewise.exec.Plan;
import org.lanewise.exec.Plans;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Tensor;

/**
 * The backward passes of a layer, on operands that are checked. dz is the gradient with respect to the activation's
 * input: dy, or with an activation, what the gate makes of dy. In {@link Call} dz is {@code dy}, and dy is
 * {@code dyActivated}.
 */
final class BackwardPass {
    private final Engine engine;
    private final Plans plans;
    private final double[] sumDy;
    private final double[] sumDyX;
    private final BackwardCall call = new BackwardCall();
    /** Of the latest call's type. */
    private Coefficients coefficients;
    /** For dz where it can lie neither in dresidual nor in dx; as large as the largest such tensor was. */
    private MemorySegment ownMemory = MemorySegment.NULL;

    BackwardPass(Engine engine, Plans plans, int channels) {
        this.engine = engine;
        this.plans = plans;
        sumDy = new double[channels];
        sumDyX = new double[channels];
        coefficients = new Coefficients(ElementType.FLOAT32, channels);
    }

    /**
     * Fills dx, the gradients, and the residual's if it is wanted.
     *
     * @param dresidual null if it is not wanted
     * @param gradients null if they are not wanted
     */
    void run(Tensor x, Tensor dy, Tensor dx, Tensor dresidual, BatchStatistics statistics, Gradients gradients) {
        boolean sums = !statistics.isFrozen() || gradients != null;
        Tensor dz = dz(x, dy, dx, dresidual, statistics, sums);
        coefficients = coefficients.suited(x.type());
        if (dresidual != null && statistics.mask() == null && !dresidual.isSameMemory(dy)) {
            dresidual.segment().copyFrom(dy.segment());
        }
        if (!statistics.isFrozen()) {
            throughBatch(x, dy, dz, dx, statistics);
        } else {
            throughFrozen(x, dy, dz, dx, statistics, sums);
        }
        if (gradients != null) {
            for (int c = 0; c < sumDy.length; c++) {
                gradients.set(c, sumDyX[c] * statistics.invStd(c), sumDy[c]);
            }
        }
    }

    /**
     * The tensor that dz lies in. dz equals dresidual, so it lies there if that is wanted. Else it lies in dx, which is
     * written last. If dx is x and x is still needed, it lies in memory of our own.
     */
    private Tensor dz(Tensor x, Tensor dy, Tensor dx, Tensor dresidual, BatchStatistics statistics, boolean readsX) {
        if (statistics.mask() == null) {
            return dy;
        }
        if (dresidual != null) {
            return dresidual;
        }
        if (!readsX || !dx.isSameMemory(x)) {
            return dx;
        }
        long bytes = x.segment().byteSize();
        if (ownMemory.byteSize() < bytes) {
            ownMemory = Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
        }
        return Tensor.of(ownMemory.asSlice(0, bytes), x.shape(), x.layout(), x.type());
    }

    private void throughBatch(Tensor x, Tensor dy, Tensor dz, Tensor dx, BatchStatistics statistics) {
        Plan plan = plans.of(Pass.BACKWARD, x, epilogue(statistics));
        setSumOperands(x, dy, dz, statistics);
        call.out = dx;
        call.parameters = coefficients.parameters;
        call.statistics = statistics;
        engine.run(plan, call);
    }

    private void throughFrozen(Tensor x, Tensor dy, Tensor dz, Tensor dx, BatchStatistics statistics, boolean sums) {
        if (sums) {
            Plan plan = plans.of(Pass.GRADIENT_SUMS, x, epilogue(statistics));
            setSumOperands(x, dy, dz, statistics);
            engine.run(plan, call);
        }
        // The sums pass has already run the gate.
        Epilogue epilogue = sums ? Epilogue.NONE : epilogue(statistics);
        Plan plan = plans.of(Pass.FROZEN_BACKWARD, dz, epilogue);
        if (epilogue != Epilogue.NONE) {
            setGateOperands(dy, statistics);
            call.dy = dz;
        }
        coefficients.frozenBackward(statistics);
        call.x = dz;
        call.out = dx;
        call.parameters = coefficients.parameters;
        engine.run(plan, call);
    }

    /** The operands of sums. */
    private void setSumOperands(Tensor x, Tensor dy, Tensor dz, BatchStatistics statistics) {
        if (statistics.mask() != null) {
            setGateOperands(dy, statistics);
        }
        call.x = x;
        call.dy = dz;
        call.center = statistics.means();
        call.first = sumDy;
        call.second = sumDyX;
    }

    /** The operands of the gate, which makes dz. */
    private void setGateOperands(Tensor dy, BatchStatistics statistics) {
        call.dyActivated = dy;
        call.negativeSlope = statistics.activation().negativeSlope();
        call.mask = statistics.mask();
    }

    /** ACTIVATE_MASK if the forward pass wrote a mask, so that the gate runs, else NONE. */
    private static Epilogue epilogue(BatchStatistics statistics) {
        return statistics.mask() == null ? Epilogue.NONE : Epilogue.ACTIVATE_MASK;
    }

    /** A call that makes the coefficients of dx from the sums. */
    private final class BackwardCall extends Call {
        private BatchStatistics statistics;

        @Override
        protected void coefficients(int from, int to) {
            coefficients.backward(statistics, sumDy, sumDyX, x.shape().elementsPerChannel(), from, to);
        }

        @Override
        protected void clear() {
            super.clear();
            statistics = null;
        }
    }
}
