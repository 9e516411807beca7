package org.lanewise.testkit;

import static org.lanewise.testkit.AccuracyLaws.first;
import static org.lanewise.testkit.AccuracyLaws.off;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.Tensor;

/** What may change a result in one way only. */
final class InvarianceLaws {
    static final List<Law> ALL = List.of(
            new Law(
                    "sample order",
                    "samples in another order have the same y within its bound",
                    InvarianceLaws::sampleOrder),
            new Law("shift", "y does not change within its bound if a constant is added to x", InvarianceLaws::shift),
            new Law("scale", "y does not change within its bound if x is multiplied", InvarianceLaws::scale));

    private InvarianceLaws() {}

    private static Optional<String> sampleOrder(Trial t) {
        int spatial = Math.toIntExact(t.x.shape().spatial());
        int samples = t.n / spatial;
        double[] original = t.x.toDoubleArray();
        double[] reversed = new double[original.length];
        for (int c = 0; c < t.channels; c++) {
            for (int i = 0; i < t.n; i++) {
                reversed[t.index(c, i)] = original[t.index(c, (samples - 1 - i / spatial) * spatial + i % spatial)];
            }
        }
        Tensor y = t.train(t.like(t.x).copyFrom(reversed), t.like(t.x));
        return first(t.channels, c -> {
            double[] x = t.channel(t.x, c);
            double[] there = t.channel(t.y, c);
            double[] here = t.channel(y, c);
            return first(
                    t.n,
                    i -> changed(
                            t.precision,
                            "y[" + i + "] of channel " + c + " with the samples reversed",
                            there[i],
                            here[(samples - 1 - i / spatial) * spatial + i % spatial],
                            2 * t.bounds(c).y(x[i], there[i])));
        });
    }

    /** By a sixteenth of the largest element, and only where the sum is exact: else it is another problem. */
    private static Optional<String> shift(Trial t) {
        double[] shifted = t.x.toDoubleArray();
        double largest = Arrays.stream(shifted).map(Math::abs).max().orElseThrow();
        double constant = Math.scalb(1.0, Math.getExponent(largest) - 4);
        for (int i = 0; i < shifted.length; i++) {
            double sum = shifted[i] + constant;
            if (t.precision.round(sum) != sum || sum - constant != shifted[i] || sum - shifted[i] != constant) {
                return Optional.empty();
            }
            shifted[i] = sum;
        }
        return close(t, t.train(t.like(t.x).copyFrom(shifted), t.like(t.x)), 1, constant, "x + " + constant);
    }

    /** By a power of two, and eps by its square: y stays as it is but for underflow. */
    private static Optional<String> scale(Trial t) {
        double[] scaled = t.x.toDoubleArray();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 4;
            if (Double.isInfinite(t.precision.round(scaled[i]))) {
                return Optional.empty();
            }
        }
        Tensor y = t.like(t.x);
        t.subject.train(t.like(t.x).copyFrom(scaled), y, t.gamma.clone(), t.beta.clone(), 16 * t.eps);
        return close(t, y, 4, 0, "4·x, 16·eps");
    }

    /**
     * Says what has changed, if it has. NaN that was NaN before has not: that it is no number, other laws say. So does
     * an infinity that stays one.
     */
    private static Optional<String> changed(Precision precision, String what, double before, double now, double bound) {
        return Double.isNaN(before) && Double.isNaN(now)
                ? Optional.empty()
                : off(precision, what, "before", before, now, bound);
    }

    private static Optional<String> close(Trial t, Tensor y, double factor, double added, String what) {
        return first(t.channels, c -> {
            Bounds moved = t.bounds(c).moved(factor, added);
            double[] x = t.channel(t.x, c);
            double[] there = t.channel(t.y, c);
            double[] here = t.channel(y, c);
            return first(
                    t.n,
                    i -> changed(
                            t.precision,
                            "y[" + i + "] of channel " + c + " for " + what,
                            there[i],
                            here[i],
                            t.bounds(c).y(x[i], there[i]) + moved.y(factor * x[i] + added, there[i])));
        });
    }
}
