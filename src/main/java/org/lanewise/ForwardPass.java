package org.lanewise;

import org.lanewise.exec.Call;
import org.lanewise.exec.Engine;
import org.lanewise.exec.Epilogue;
import org.lanewise.exec.Pass;
import org.lanewise.exec.Plan;
import org.lanewise.exec.Plans;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Tensor;

/** The forward passes of a layer, on operands that are checked. */
final class ForwardPass {
    private final Engine engine;
    private final Plans plans;
    private final BatchNormOptions options;
    private final float[] gamma;
    private final float[] beta;
    private final double[] mean;
    private final double[] squares;
    private final ChannelMoments batch;
    /** Used if the caller gives no statistics, because no backward pass follows. */
    private final BatchStatistics ownStatistics;

    private final ForwardCall call = new ForwardCall();
    /** Of the latest call's type. */
    private Coefficients coefficients;

    ForwardPass(Engine engine, Plans plans, BatchNormOptions options, float[] gamma, float[] beta) {
        this.engine = engine;
        this.plans = plans;
        this.options = options;
        this.gamma = gamma;
        this.beta = beta;
        int channels = gamma.length;
        mean = new double[channels];
        squares = new double[channels];
        batch = new ChannelMoments(channels);
        ownStatistics = new BatchStatistics(channels);
        coefficients = new Coefficients(ElementType.FLOAT32, channels);
    }

    /**
     * Normalizes with the batch's statistics.
     *
     * @param forBackward filled with what the backward pass needs; null if none follows
     */
    void train(Tensor x, Tensor residual, Tensor y, BatchStatistics forBackward) {
        BatchStatistics statistics = forBackward == null ? ownStatistics : forBackward;
        Plan plan = begin(Pass.TRAIN, x, residual, forBackward);
        statistics.begin(false, options.activation());
        setOperands(x, residual, y, forBackward);
        call.statistics = statistics;
        call.first = mean;
        call.second = squares;
        engine.run(plan, call);
        statistics.complete(x);
    }

    /**
     * The moments of the batch that was trained with last, of so many elements per channel; overwritten when asked
     * again.
     */
    ChannelMoments moments(long perChannel) {
        batch.clear();
        batch.merge(perChannel, mean, squares);
        return batch;
    }

    /** Normalizes with the population's statistics; {@code forBackward} as in {@link #train}. */
    void infer(Tensor x, Tensor residual, Tensor y, BatchStatistics forBackward, PopulationStatistics population) {
        BatchStatistics statistics = forBackward == null ? ownStatistics : forBackward;
        Plan plan = begin(Pass.NORMALIZE, x, residual, forBackward);
        statistics.begin(true, options.activation());
        for (int c = 0; c < gamma.length; c++) {
            statistics.set(c, population.mean(c), population.variance(c), options.eps(), gamma[c], beta[c]);
        }
        coefficients.forward(statistics, 0, gamma.length);
        setOperands(x, residual, y, forBackward);
        engine.run(plan, call);
        statistics.complete(x);
    }

    /** All that may fail before statistics are set. */
    private Plan begin(Pass pass, Tensor x, Tensor residual, BatchStatistics forBackward) {
        boolean activates = !options.activation().isNone();
        Plan plan = plans.of(pass, x, Epilogue.of(residual != null, activates, masks(forBackward)));
        if (masks(forBackward)) {
            forBackward.makeMaskFor(x.shape());
        }
        coefficients = coefficients.suited(x.type());
        return plan;
    }

    /** Whether a mask is written: only where a backward pass will read it. */
    private boolean masks(BatchStatistics forBackward) {
        return forBackward != null && !options.activation().isNone();
    }

    /** Sets what all forward calls have. */
    private void setOperands(Tensor x, Tensor residual, Tensor y, BatchStatistics forBackward) {
        call.x = x;
        call.residual = residual;
        call.out = y;
        call.mask = masks(forBackward) ? forBackward.mask() : null;
        call.negativeSlope = options.activation().negativeSlope();
        call.parameters = coefficients.parameters;
    }

    /** The call of all forward passes. In training it fills statistics, and makes the coefficients from them. */
    private final class ForwardCall extends Call {
        private BatchStatistics statistics;

        @Override
        protected void coefficients(int from, int to) {
            statistics.set(from, to, mean, squares, x.shape().elementsPerChannel(), options.eps(), gamma, beta);
            coefficients.forward(statistics, from, to);
        }

        @Override
        protected void clear() {
            super.clear();
            statistics = null;
        }
    }
}
