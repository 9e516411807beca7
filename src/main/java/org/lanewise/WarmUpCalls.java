package org.lanewise;

import java.util.List;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.Tensor;

/**
 * Some calls of a warm-up, one after the other. Others may be made at the same time. Some are in place, which is a path
 * of its own.
 */
@FunctionalInterface
interface WarmUpCalls {
    /** Makes the calls once, with a worker's output. */
    void run(int worker);

    /** The calls of a frozen layer in service. */
    static List<WarmUpCalls> of(FrozenBatchNorm layer, WarmUpTensors.Like tensors) {
        return List.of(worker -> {
            Tensor x = tensors.offset();
            Tensor y = tensors.output(worker);
            layer.apply(x, y);
            layer.apply(Forward.of(y, y).residual(x));
        });
    }

    /** The calls of a layer of these options: in two parts, each with a layer of its own. */
    static List<WarmUpCalls> of(BatchNormOptions options, WarmUpTensors.Like tensors) {
        // Not the options' own estimate: exactOverBatches would keep every batch in memory.
        BatchNormOptions own = options.population(PopulationEstimate.momentum(0.1));
        return List.of(throughBatch(own, tensors), throughFrozen(own, tensors));
    }

    private static WarmUpCalls throughBatch(BatchNormOptions options, WarmUpTensors.Like tensors) {
        BatchNorm layer = BatchNorm.of(tensors.shape(), options);
        BatchStatistics statistics = new BatchStatistics(layer.channels());
        Gradients gradients = new Gradients(layer.channels());
        return worker -> {
            Tensor out = tensors.output(worker);
            layer.train(tensors.centered(), out, statistics);
            layer.backward(tensors.centered(), out, out, statistics, gradients);
            layer.train(Forward.of(tensors.offset(), out).residual(tensors.centered()), statistics);
        };
    }

    private static WarmUpCalls throughFrozen(BatchNormOptions options, WarmUpTensors.Like tensors) {
        BatchNorm layer = BatchNorm.of(tensors.shape(), options);
        BatchStatistics statistics = new BatchStatistics(layer.channels());
        return worker -> {
            Tensor out = tensors.output(worker);
            layer.train(tensors.offset(), out, statistics);
            layer.infer(tensors.offset(), out);
            layer.infer(Forward.of(out, out).residual(tensors.centered()), statistics);
            layer.backward(Backward.of(tensors.centered(), tensors.offset(), out), statistics);
        };
    }
}
