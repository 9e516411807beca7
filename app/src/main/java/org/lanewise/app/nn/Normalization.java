package org.lanewise.app.nn;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Gradients;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Batch normalization of each feature by the engine's {@link BatchNorm1d}, with a scale and a shift to learn.
 *
 * <p>Inference uses the engine's default estimate of the population, the moving average that takes a tenth of each new
 * batch. The weights before this layer move all the time, so what an average over the whole epoch would add to it are
 * statistics of weights long gone; and to recompute them with the weights as they are takes another pass over all
 * images.
 */
public final class Normalization implements Layer {
    private final int features;
    private final BatchNorm1d engine;
    private final BatchStatistics statistics;
    private final Gradients gradients;
    private final List<Parameter> parameters;
    private final Buffer y = new Buffer();
    private float[] x;

    /**
     * A layer that starts with scale 1 and shift 0.
     *
     * @param pool helps the calling thread with large batches; the bits are the same with and without it
     */
    public Normalization(String name, int features, Optional<ForkJoinPool> pool) {
        this.features = features;
        BatchNormOptions options = BatchNormOptions.defaults();
        engine = new BatchNorm1d(features, pool.map(options::pool).orElse(options));
        statistics = new BatchStatistics(features);
        gradients = new Gradients(features);
        parameters = List.of(
                new Parameter(name + ".gamma", engine.gamma(), gradients.dgamma()),
                new Parameter(name + ".beta", engine.beta(), gradients.dbeta()));
    }

    @Override
    public float[] forward(float[] x, int rows) {
        this.x = x;
        float[] out = y.atLeast(rows * features);
        engine.train(tensor(x, rows), tensor(out, rows), statistics);
        return out;
    }

    @Override
    public float[] infer(float[] x, int rows) {
        float[] out = y.atLeast(rows * features);
        engine.infer(tensor(x, rows), tensor(out, rows));
        return out;
    }

    @Override
    public float[] backward(float[] dy, int rows) {
        Tensor gradient = tensor(dy, rows);
        engine.backward(tensor(x, rows), gradient, gradient, statistics, gradients);
        return dy;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The rows in use of a matrix that may be longer. */
    private Tensor tensor(float[] matrix, int rows) {
        MemorySegment used = MemorySegment.ofArray(matrix).asSlice(0, (long) rows * features * Float.BYTES);
        return Tensor.of(used, Shape.of(rows, features), Layout.CHANNELS_LAST);
    }
}
