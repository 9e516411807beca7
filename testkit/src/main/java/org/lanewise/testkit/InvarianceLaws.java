package org.lanewise.testkit;

import static org.lanewise.testkit.AccuracyLaws.first;
import static org.lanewise.testkit.AccuracyLaws.off;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.Tensor;

/** What must not change a result, and what may only change it in one way. */
final class InvarianceLaws {
    static final List<Law> ALL = List.of(
            new Law("no negative variance", "the variance is 0 or more", InvarianceLaws::variance),
            new Law("constant channel", "a constant channel has y = beta, exactly", InvarianceLaws::constant),
            new Law("channels apart", "a NaN or infinity in a channel changes no bit of another", InvarianceLaws::special),
            new Law("same again", "the same call gives the same bits", InvarianceLaws::again),
            new Law("in place", "y in x's memory has the same bits", InvarianceLaws::inPlace),
            new Law("alignment", "memory at an odd address gives the same bits", InvarianceLaws::misaligned),
            new Law("channel order", "channels in another order have the same bits", InvarianceLaws::channelOrder),
            new Law("sample order", "samples in another order have the same y within its bound", InvarianceLaws::sampleOrder),
            new Law("shift", "y does not change within its bound if a constant is added to x", InvarianceLaws::shift),
            new Law("scale", "y does not change within its bound if x is multiplied", InvarianceLaws::scale));

    private InvarianceLaws() {}

    private static Optional<String> variance(Trial t) {
        return first(t.channels, c -> t.statistics.variance()[c] >= 0
                ? Optional.empty()
                : Optional.of("variance of channel " + c + " is " + t.statistics.variance()[c]));
    }

    private static Optional<String> constant(Trial t) {
        Tensor x = t.copy(t.x);
        int c = t.channels / 2;
        float constant = Channels.get(x, c)[0];
        set(x, c, constant);
        Tensor y = train(t, x, t.like(x));
        float[] actual = Channels.get(y, c);
        return first(t.n, i -> actual[i] == t.beta[c]
                ? Optional.empty()
                : Optional.of("y[" + i + "] of channel " + c + ", which is " + constant + " throughout, is " + actual[i]
                        + ", not beta, " + t.beta[c]));
    }

    private static void set(Tensor x, int c, float value) {
        float[] memory = x.toArray();
        for (int i = 0; i < memory.length; i++) {
            if (Channels.of(x.shape(), x.layout(), i) == c) {
                memory[i] = value;
            }
        }
        x.copyFrom(memory);
    }

    private static Optional<String> special(Trial t) {
        int c = t.channels / 2;
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Tensor x = t.copy(t.x);
            float[] memory = x.toArray();
            memory[Math.toIntExact(Channels.index(x.shape(), x.layout(), c, t.n / 2))] = value;
            Tensor y = train(t, x.copyFrom(memory), t.like(x));
            Optional<String> differs = first(
                    t.channels, other -> other == c ? Optional.empty() : differs(t, other, Channels.get(t.y, other), Channels.get(y, other)));
            if (differs.isPresent()) {
                return differs.map(text -> value + " in channel " + c + ": " + text);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> again(Trial t) {
        return differs(t, train(t, t.x, t.like(t.x))).or(() -> {
            float[] before = t.backward.dx().toArray();
            float[] after = t.backward(t.x, t.dy).dx().toArray();
            return differs("dx", before, after);
        });
    }

    private static Optional<String> inPlace(Trial t) {
        Tensor x = t.copy(t.x);
        return differs(t, train(t, x, x));
    }

    private static Optional<String> misaligned(Trial t) {
        MemorySegment memory = t.arena.allocate(2 * (t.x.segment().byteSize() + 64), 64);
        long bytes = t.x.segment().byteSize();
        Tensor x = Tensor.of(memory.asSlice(4, bytes), t.x.shape(), t.x.layout()).copyFrom(t.x.toArray());
        Tensor y = Tensor.of(memory.asSlice(bytes + 64 - bytes % 4 + 12, bytes), t.x.shape(), t.x.layout());
        return differs(t, train(t, x, y));
    }

    private static Optional<String> channelOrder(Trial t) {
        float[] reversed = new float[Math.toIntExact(t.x.shape().elements())];
        float[] original = t.x.toArray();
        float[] gamma = new float[t.channels];
        float[] beta = new float[t.channels];
        for (int c = 0; c < t.channels; c++) {
            int from = t.channels - 1 - c;
            gamma[c] = t.gamma[from];
            beta[c] = t.beta[from];
            for (int i = 0; i < t.n; i++) {
                reversed[index(t, c, i)] = original[index(t, from, i)];
            }
        }
        Tensor y = t.like(t.x);
        t.subject.train(t.like(t.x).copyFrom(reversed), y, gamma, beta, t.eps);
        return first(t.channels, c ->
                differs(t, c, Channels.get(t.y, c), Channels.get(y, t.channels - 1 - c)));
    }

    private static int index(Trial t, int c, int i) {
        return Math.toIntExact(Channels.index(t.x.shape(), t.x.layout(), c, i));
    }

    private static Optional<String> sampleOrder(Trial t) {
        int spatial = Math.toIntExact(t.x.shape().spatial());
        int samples = t.n / spatial;
        float[] reversed = new float[Math.toIntExact(t.x.shape().elements())];
        float[] original = t.x.toArray();
        for (int c = 0; c < t.channels; c++) {
            for (int i = 0; i < t.n; i++) {
                reversed[index(t, c, i)] = original[index(t, c, (samples - 1 - i / spatial) * spatial + i % spatial)];
            }
        }
        Tensor y = train(t, t.like(t.x).copyFrom(reversed), t.like(t.x));
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
        return close(t, train(t, t.like(t.x).copyFrom(shifted), t.like(t.x)), 256, 1, "x + 256");
    }

    /** By a power of two, and eps by its square: y stays as it is but for underflow. */
    private static Optional<String> scale(Trial t) {
        float[] scaled = t.x.toArray();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= 4;
        }
        Tensor y = t.like(t.x);
        t.subject.train(t.like(t.x).copyFrom(scaled), y, t.gamma.clone(), t.beta.clone(), 16 * t.eps);
        return close(t, y, 0, 4, "4·x, 16·eps");
    }

    private static Optional<String> close(Trial t, Tensor y, double added, double factor, String what) {
        return first(t.channels, c -> {
            Bounds moved = new Bounds(
                    t.n,
                    factor * t.exact[c].mean().doubleValue() + added,
                    factor * factor * t.exact[c].variance().doubleValue(),
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

    private static Tensor train(Trial t, Tensor x, Tensor y) {
        t.subject.train(x, y, t.gamma.clone(), t.beta.clone(), t.eps);
        return y;
    }

    private static Optional<String> differs(Trial t, Tensor y) {
        return differs("y", t.y.toArray(), y.toArray());
    }

    private static Optional<String> differs(Trial t, int c, float[] expected, float[] actual) {
        return differs("y of channel " + c, expected, actual);
    }

    private static Optional<String> differs(String what, float[] expected, float[] actual) {
        return first(expected.length, i -> Float.floatToIntBits(expected[i]) == Float.floatToIntBits(actual[i])
                ? Optional.empty()
                : Optional.of(what + "[" + i + "] was " + expected[i] + " and is " + actual[i]));
    }
}
