package org.lanewise.testkit;

import static org.lanewise.testkit.AccuracyLaws.first;
import static org.lanewise.testkit.AccuracyLaws.off;

import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.Tensor;

/** What may change a result in one way only. */
final class InvarianceLaws {
    static final List<Law> ALL = List.of(
            new Law("sample order", "samples in another order have the same y within its bound", InvarianceLaws::sampleOrder),
            new Law("shift", "y does not change within its bound if a constant is added to x", InvarianceLaws::shift),
            new Law("scale", "y does not change within its bound if x is multiplied", InvarianceLaws::scale));

    private InvarianceLaws() {}

    private static Optional<String> sampleOrder(Trial t) {
        int spatial = Math.toIntExact(t.x.shape().spatial());
        int samples = t.n / spatial;
        float[] reversed = new float[Math.toIntExact(t.x.shape().elements())];
        float[] original = t.x.toArray();
        for (int c = 0; c < t.channels; c++) {
            for (int i = 0; i < t.n; i++) {
                reversed[t.index(c, i)] = original[t.index(c, (samples - 1 - i / spatial) * spatial + i % spatial)];
            }
        }
        Tensor y = t.train(t.like(t.x).copyFrom(reversed), t.like(t.x));
        return first(t.channels, c -> {
            float[] x = Channels.get(t.x, c);
            float[] there = Channels.get(t.y, c);
            float[] here = Channels.get(y, c);
            return first(t.n, i -> off(
                    "y[" + i + "] of channel " + c + " with the samples reversed",
                    there[i],
                    here[(samples - 1 - i / spatial) * spatial + i % spatial],
                    2 * t.bounds(c).y(x[i], there[i])));
        });
    }

    /** Only where the sum is exact: else it is another problem. */
    private static Optional<String> shift(Trial t) {
        float[] shifted = t.x.toArray();
        for (int i = 0; i < shifted.length; i++) {
            float sum = shifted[i] + 256;
            if ((double) sum != (double) shifted[i] + 256) {
                return Optional.empty();
            }
            shifted[i] = sum;
        }
        return close(t, t.train(t.like(t.x).copyFrom(shifted), t.like(t.x)), 256, 1, "x + 256");
    }

    /** By a power of two, and eps by its square: y stays as it is but for underflow. */
    private static Optional<String> scale(Trial t) {
        float[] scaled = t.x.toArray();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 4;
            if (Float.isInfinite(scaled[i])) {
                return Optional.empty();
            }
        }
        Tensor y = t.like(t.x);
        t.subject.train(t.like(t.x).copyFrom(scaled), y, t.gamma.clone(), t.beta.clone(), 16 * t.eps);
        return close(t, y, 0, 4, "4·x, 16·eps");
    }

    private static Optional<String> close(Trial t, Tensor y, double added, double factor, String what) {
        return first(t.channels, c -> {
            Bounds moved = new Bounds(
                    t.n,
                    factor * t.exact(c).mean().doubleValue() + added,
                    factor * factor * t.exact(c).variance().doubleValue(),
                    t.gamma[c],
                    t.beta[c],
                    factor * factor * t.eps);
            float[] x = Channels.get(t.x, c);
            float[] there = Channels.get(t.y, c);
            float[] here = Channels.get(y, c);
            return first(t.n, i -> off(
                    "y[" + i + "] of channel " + c + " for " + what,
                    there[i],
                    here[i],
                    t.bounds(c).y(x[i], there[i]) + moved.y(factor * x[i] + added, there[i])));
        });
    }
}
