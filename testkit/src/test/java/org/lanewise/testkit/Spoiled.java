package org.lanewise.testkit;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Tensor;

/** Our engine with one thing wrong: what a law has to notice. Does what it is wrapped around does, until overridden. */
class Spoiled implements MergingSubject<ChannelMoments> {
    private final LanewiseSubject right = new LanewiseSubject();

    @Override
    public Set<ElementType> types() {
        return right.types();
    }

    @Override
    public String name() {
        return "spoiled";
    }

    @Override
    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
        return right.train(x, y, gamma, beta, eps);
    }

    @Override
    public void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance) {
        right.infer(x, y, gamma, beta, eps, mean, variance);
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
        right.backward(x, dy, dx, gamma, eps, dgamma, dbeta);
    }

    @Override
    public ChannelMoments moments(Tensor batch) {
        return right.moments(batch);
    }

    @Override
    public ChannelMoments merge(ChannelMoments first, ChannelMoments second) {
        return right.merge(first, second);
    }

    @Override
    public Statistics statistics(ChannelMoments moments) {
        return right.statistics(moments);
    }

    /** Changes all elements of a tensor, as an array in memory order. */
    static void change(Tensor tensor, UnaryOperator<float[]> change) {
        tensor.copyFrom(change.apply(tensor.toArray()));
    }

    /** Statistics by sum(x) and sum(x²) in float, as they are too often taken. */
    static final class OnePass extends Spoiled {
        @Override
        public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
            int channels = x.shape().channels();
            double[] mean = new double[channels];
            double[] variance = new double[channels];
            float[] out = new float[Math.toIntExact(x.shape().elements())];
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                float squares = 0;
                double[] elements = Channels.get(x, c);
                for (double element : elements) {
                    sum += (float) element;
                    squares += (float) (element * element);
                }
                float m = sum / elements.length;
                float v = squares / elements.length - m * m;
                for (int i = 0; i < elements.length; i++) {
                    out[Math.toIntExact(Channels.index(x.shape(), x.layout(), c, i))] =
                            (float) ((elements[i] - m) / Math.sqrt(v + eps) * gamma[c] + beta[c]);
                }
                mean[c] = m;
                variance[c] = v;
            }
            y.copyFrom(out);
            return new Statistics(mean, variance);
        }
    }
}
