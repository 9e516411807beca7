package org.lanewise.testkit;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Gradients;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Lanewise's layers under test, and an example of a {@link Subject}. Each call makes a layer of its own. Statistics are
 * doubles, as the layer hands them out. For one thread at a time.
 */
public final class LanewiseSubject implements MergingSubject<ChannelMoments> {
    private final BatchNormOptions options;
    private final List<Subject> twins;

    /** Layers on the calling thread, with default options. */
    public LanewiseSubject() {
        this(BatchNormOptions.defaults());
    }

    /**
     * Layers with these options.
     *
     * @param options all but eps, which each call gives; with a scale, a shift, and running statistics that can be
     *     loaded
     * @param twins ways to run the same engine that are to give the same bits
     */
    public LanewiseSubject(BatchNormOptions options, Subject... twins) {
        this.options = options;
        this.twins = List.of(twins);
    }

    @Override
    public List<Subject> twins() {
        return twins;
    }

    @Override
    public Set<ElementType> types() {
        return Set.of(ElementType.values());
    }

    @Override
    public String name() {
        return "Lanewise";
    }

    private BatchNorm layer(Shape shape, float[] gamma, float[] beta, double eps) {
        int channels = gamma.length;
        BatchNormOptions own = options.eps(eps);
        BatchNorm layer = BatchNorm.of(shape, own);
        System.arraycopy(gamma, 0, layer.gamma(), 0, channels);
        System.arraycopy(beta, 0, layer.beta(), 0, channels);
        return layer;
    }

    @Override
    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
        int channels = gamma.length;
        BatchStatistics batch = new BatchStatistics(channels);
        layer(x.shape(), gamma, beta, eps).train(x, y, batch);
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        for (int c = 0; c < channels; c++) {
            mean[c] = batch.mean(c);
            variance[c] = batch.variance(c);
        }
        return new Statistics(mean, variance);
    }

    @Override
    public void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance) {
        BatchNorm layer = layer(x.shape(), gamma, beta, eps);
        layer.population().orElseThrow().load(toDoubles(mean), toDoubles(variance), 1);
        layer.infer(x, y);
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
        int channels = gamma.length;
        BatchNorm layer = layer(x.shape(), gamma, new float[channels], eps);
        BatchStatistics batch = new BatchStatistics(channels);
        Gradients gradients = new Gradients(channels);
        // Not into dx: that may be x's own memory.
        try (Arena scratch = Arena.ofShared()) {
            layer.train(x, Tensor.allocate(scratch, x.shape(), x.layout(), x.type()), batch);
        }
        layer.backward(x, dy, dx, batch, gradients);
        System.arraycopy(gradients.dgamma(), 0, dgamma, 0, channels);
        System.arraycopy(gradients.dbeta(), 0, dbeta, 0, channels);
    }

    @Override
    public ChannelMoments moments(Tensor batch) {
        ChannelMoments moments = new ChannelMoments(batch.shape().channels());
        moments.add(batch);
        return moments;
    }

    @Override
    public ChannelMoments merge(ChannelMoments first, ChannelMoments second) {
        ChannelMoments merged = new ChannelMoments(first.channels());
        merged.merge(first);
        merged.merge(second);
        return merged;
    }

    @Override
    public Statistics statistics(ChannelMoments moments) {
        double[] mean = new double[moments.channels()];
        double[] variance = new double[moments.channels()];
        for (int c = 0; c < mean.length; c++) {
            mean[c] = moments.mean(c);
            variance[c] = moments.variance(c);
        }
        return new Statistics(mean, variance);
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
