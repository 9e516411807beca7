package org.lanewise.bench.accuracy;

import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Exact;
import org.lanewise.testkit.Statistics;
import org.lanewise.testkit.Subject;

/** An engine that could not be better: the exact results as floats, or these after a change. Rank 4 only. */
final class RoundedExactSubject implements Subject {
    private final UnaryOperator<Float> spoil;

    RoundedExactSubject(UnaryOperator<Float> spoil) {
        this.spoil = spoil;
    }

    @Override
    public String name() {
        return "rounded";
    }

    private float give(BigDecimal exact) {
        return spoil.apply(exact.floatValue());
    }

    @Override
    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
        double[] mean = new double[gamma.length];
        double[] variance = new double[gamma.length];
        for (int c = 0; c < gamma.length; c++) {
            Exact exact = new Exact(channel(x, c));
            mean[c] = give(exact.mean());
            variance[c] = give(exact.variance());
            setChannel(y, c, exact.forward(gamma[c], beta[c], eps));
        }
        return new Statistics(mean, variance);
    }

    @Override
    public void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance) {
        throw new UnsupportedOperationException("the table does not infer");
    }

    @Override
    public void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta) {
        for (int c = 0; c < gamma.length; c++) {
            Exact.Gradient gradient = new Exact(channel(x, c)).backward(channel(dy, c), gamma[c], eps);
            setChannel(dx, c, gradient.dx());
            dgamma[c] = give(gradient.dgamma());
            dbeta[c] = give(gradient.dbeta());
        }
    }

    private static float[] channel(Tensor tensor, int c) {
        float[] elements = new float[(int) tensor.shape().elementsPerChannel()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) tensor.get(index(tensor.shape(), c, i));
        }
        return elements;
    }

    private void setChannel(Tensor tensor, int c, BigDecimal[] values) {
        for (int i = 0; i < values.length; i++) {
            tensor.set(give(values[i]), index(tensor.shape(), c, i));
        }
    }

    private static long[] index(Shape shape, int c, int i) {
        long width = shape.size(3);
        long height = shape.size(2);
        return new long[] {i / (height * width), c, i / width % height, i % width};
    }
}
