package org.lanewise.testkit;

import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchNorm2d;
import org.lanewise.BatchNorm3d;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Gradients;
import org.lanewise.ProviderInfo;
import org.lanewise.tensor.Tensor;

/** Our own engine, with a pool or without. */
final class LanewiseSubject implements Subject {
    private final Optional<ForkJoinPool> pool;

    LanewiseSubject(Optional<ForkJoinPool> pool) {
        this.pool = pool;
    }

    @Override
    public String name() {
        ProviderInfo provider = ProviderInfo.current();
        return "Lanewise, " + provider.name() + " " + provider.vectorBits() + ", threads "
                + (1 + pool.map(ForkJoinPool::getParallelism).orElse(0));
    }

    private BatchNorm layer(Tensor x, float[] gamma, float[] beta, double eps) {
        BatchNormOptions serial = BatchNormOptions.defaults().eps(eps);
        BatchNormOptions options = pool.map(serial::pool).orElse(serial);
        int channels = x.shape().channels();
        BatchNorm layer =
                switch (x.shape().rank()) {
                    case 2, 3 -> new BatchNorm1d(channels, options);
                    case 4 -> new BatchNorm2d(channels, options);
                    default -> new BatchNorm3d(channels, options);
                };
        System.arraycopy(gamma, 0, layer.gamma(), 0, channels);
        System.arraycopy(beta, 0, layer.beta(), 0, channels);
        return layer;
    }

    @Override
    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
        int channels = x.shape().channels();
        BatchStatistics statistics = new BatchStatistics(channels);
        layer(x, gamma, beta, eps).train(x, y, statistics);
        Statistics result = new Statistics(new double[channels], new double[channels]);
        for (int c = 0; c < channels; c++) {
            result.mean()[c] = statistics.mean(c);
            result.variance()[c] = statistics.variance(c);
        }
        return result;
    }

    @Override
    public void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance) {
        BatchNorm layer = layer(x, gamma, beta, eps);
        double[] means = new double[mean.length];
        double[] variances = new double[mean.length];
        for (int c = 0; c < mean.length; c++) {
            means[c] = mean[c];
            variances[c] = variance[c];
        }
        layer.population().orElseThrow().load(means, variances, 1);
        layer.infer(x, y);
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
        int channels = x.shape().channels();
        BatchNorm layer = layer(x, gamma, new float[channels], eps);
        BatchStatistics statistics = new BatchStatistics(channels);
        Gradients gradients = new Gradients(channels);
        // The forward pass writes its y to where dx goes next.
        layer.train(x, dx, statistics);
        layer.backward(x, dy, dx, statistics, gradients);
        System.arraycopy(gradients.dgamma(), 0, dgamma, 0, channels);
        System.arraycopy(gradients.dbeta(), 0, dbeta, 0, channels);
    }
}
