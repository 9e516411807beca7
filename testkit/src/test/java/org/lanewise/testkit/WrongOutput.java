package org.lanewise.testkit;

import org.lanewise.tensor.Tensor;

/** A training pass whose y is changed afterwards. */
abstract class WrongOutput extends Spoiled {
    abstract float[] wrong(Tensor x, float[] y, float[] beta);

    @Override
    public Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps) {
        Tensor input = Tensor.of(x.toArray(), x.shape(), x.layout());
        Statistics statistics = super.train(x, y, gamma, beta, eps);
        change(y, values -> wrong(input, values, beta));
        return statistics;
    }
}
