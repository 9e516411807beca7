package org.lanewise.testing;

import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Batch normalization as the paper writes it, in double, one element after another. Knows nothing of layouts, kernels
 * or blocks: arrays are in the order N, C, S. Obviously right, and slow.
 */
public final class Textbook {
    /** Elements in the order N, C, S, with their sizes. */
    public record Batch(int samples, int channels, int spatial, double[] elements) {
        /** The elements of a tensor, whatever its layout. */
        public static Batch of(Tensor tensor) {
            Shape shape = tensor.shape();
            int n = Math.toIntExact(shape.samples());
            int s = Math.toIntExact(shape.spatial());
            double[] elements = new double[Math.toIntExact(shape.elements())];
            long[] index = new long[shape.rank()];
            for (int i = 0; i < elements.length; i++) {
                long rest = i;
                for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                    index[axis] = rest % shape.size(axis);
                    rest /= shape.size(axis);
                }
                elements[i] = tensor.get(index);
            }
            return new Batch(n, shape.channels(), s, elements);
        }

        /** The same sizes with other elements. */
        public Batch with(double[] others) {
            return new Batch(samples, channels, spatial, others);
        }

        /** The number of elements per channel. */
        public int perChannel() {
            return samples * spatial;
        }

        /** The channel of an element. */
        public int channel(int i) {
            return i / spatial % channels;
        }
    }

    /** What backward gives. */
    public record Gradient(double[] dx, double[] dgamma, double[] dbeta) {}

    private Textbook() {}

    /** mean(x) per channel. */
    public static double[] mean(Batch x) {
        double[] mean = new double[x.channels];
        for (int i = 0; i < x.elements.length; i++) {
            mean[x.channel(i)] += x.elements[i] / x.perChannel();
        }
        return mean;
    }

    /** mean((x - mean)²) per channel. */
    public static double[] variance(Batch x, double[] mean) {
        double[] variance = new double[x.channels];
        for (int i = 0; i < x.elements.length; i++) {
            double d = x.elements[i] - mean[x.channel(i)];
            variance[x.channel(i)] += d * d / x.perChannel();
        }
        return variance;
    }

    /** (x - mean)/sqrt(variance + eps). */
    public static double[] normalized(Batch x, double[] mean, double[] variance, double eps) {
        double[] xhat = new double[x.elements.length];
        for (int i = 0; i < xhat.length; i++) {
            int c = x.channel(i);
            xhat[i] = (x.elements[i] - mean[c]) / Math.sqrt(variance[c] + eps);
        }
        return xhat;
    }

    /** gamma·xhat + beta. */
    public static double[] forward(Batch x, double[] mean, double[] variance, double eps, float[] gamma, float[] beta) {
        double[] y = normalized(x, mean, variance, eps);
        for (int i = 0; i < y.length; i++) {
            y[i] = gamma[x.channel(i)] * y[i] + beta[x.channel(i)];
        }
        return y;
    }

    /**
     * dbeta = sum(dy), dgamma = sum(dy·xhat), dx = gamma·invstd·(dy - mean(dy) - xhat·mean(dy·xhat)), or
     * gamma·invstd·dy.
     */
    public static Gradient backward(
            Batch x, Batch dy, double[] mean, double[] variance, double eps, float[] gamma, boolean frozen) {
        double[] xhat = normalized(x, mean, variance, eps);
        double[] dbeta = new double[x.channels];
        double[] dgamma = new double[x.channels];
        for (int i = 0; i < xhat.length; i++) {
            dbeta[x.channel(i)] += dy.elements[i];
            dgamma[x.channel(i)] += dy.elements[i] * xhat[i];
        }
        double[] dx = new double[xhat.length];
        for (int i = 0; i < dx.length; i++) {
            int c = x.channel(i);
            double centered = frozen
                    ? dy.elements[i]
                    : dy.elements[i] - dbeta[c] / x.perChannel() - xhat[i] * dgamma[c] / x.perChannel();
            dx[i] = gamma[c] / Math.sqrt(variance[c] + eps) * centered;
        }
        return new Gradient(dx, dgamma, dbeta);
    }
}
