package org.lanewise.testkit;

import static org.lanewise.testkit.AccuracyLaws.first;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.Tensor;

/** What must not change a bit, and what is exact: seen without an oracle. */
final class BitLaws {
    static final List<Law> ALL = List.of(
            new Law("no negative variance", "the variance is 0 or more", BitLaws::variance),
            new Law(
                    "constant channel",
                    "a constant channel has y = beta, exactly, or rounded to the type",
                    BitLaws::constant),
            new Law("channels apart", "a NaN or infinity in a channel changes no bit of another", BitLaws::special),
            new Law("same again", "the same call gives the same bits", BitLaws::again),
            new Law(
                    "twins",
                    "other numbers of threads, and other kernels, give the same bits",
                    subject -> !subject.twins().isEmpty(),
                    BitLaws::twins),
            new Law("in place", "y in x's memory has the same bits", BitLaws::inPlace),
            new Law("alignment", "memory at any address of an element gives the same bits", BitLaws::misaligned),
            new Law("channel order", "channels in another order have the same bits", BitLaws::channelOrder),
            new Law("refusal", "a gamma of the wrong length is refused, and nothing has changed", BitLaws::refusal));

    private BitLaws() {}

    private static Optional<String> variance(Trial t) {
        return first(
                t.channels,
                c -> t.statistics.variance()[c] >= 0
                        ? Optional.empty()
                        : Optional.of("variance of channel " + c + " is "
                                + t.statistics.variance()[c]));
    }

    private static Optional<String> constant(Trial t) {
        Tensor x = t.copy(t.x);
        int c = t.channels / 2;
        double constant = Channels.get(x, c)[0];
        set(x, c, constant);
        Tensor y = t.train(x, t.like(x));
        double[] actual = t.channel(y, c);
        return first(
                t.n,
                i -> actual[i] == t.precision.round(t.beta[c])
                        ? Optional.empty()
                        : Optional.of("y[" + i + "] of channel " + c + ", which is " + constant + " throughout, is "
                                + actual[i] + ", not beta, " + t.beta[c]));
    }

    private static void set(Tensor x, int c, double value) {
        double[] memory = x.toDoubleArray();
        for (int i = 0; i < memory.length; i++) {
            if (Channels.of(x.shape(), x.layout(), i) == c) {
                memory[i] = value;
            }
        }
        x.copyFrom(memory);
    }

    private static Optional<String> special(Trial t) {
        int c = t.channels / 2;
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Tensor x = t.copy(t.x);
            double[] memory = x.toDoubleArray();
            memory[Math.toIntExact(Channels.index(x.shape(), x.layout(), c, t.n / 2))] = value;
            Tensor y = t.train(x.copyFrom(memory), t.like(x));
            Optional<String> differs = first(
                    t.channels,
                    other ->
                            other == c ? Optional.empty() : differs(other, t.channel(t.y, other), t.channel(y, other)));
            if (differs.isPresent()) {
                return differs.map(text -> value + " in channel " + c + ": " + text);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> again(Trial t) {
        return differs(t, t.train(t.x, t.like(t.x))).or(() -> {
            return differs("dx", t.backward.dx(), t.backward(t.x, t.dy).dx());
        });
    }

    private static Optional<String> inPlace(Trial t) {
        Tensor x = t.copy(t.x);
        return differs(t, t.train(x, x));
    }

    private static Optional<String> misaligned(Trial t) {
        long bytes = t.x.segment().byteSize();
        long element = t.x.type().bytes();
        MemorySegment memory = t.arena.allocate(2 * (bytes + 64), 64);
        Tensor x = tensor(t, memory.asSlice(element, bytes)).copyFrom(t.x.toDoubleArray());
        Tensor y = tensor(t, memory.asSlice(bytes + 64 + 3 * element, bytes));
        return differs(t, t.train(x, y));
    }

    private static Tensor tensor(Trial t, MemorySegment memory) {
        return Tensor.of(memory, t.x.shape(), t.x.layout(), t.x.type());
    }

    private static Optional<String> channelOrder(Trial t) {
        double[] original = t.x.toDoubleArray();
        double[] reversed = new double[original.length];
        float[] gamma = new float[t.channels];
        float[] beta = new float[t.channels];
        for (int c = 0; c < t.channels; c++) {
            int from = t.channels - 1 - c;
            gamma[c] = t.gamma[from];
            beta[c] = t.beta[from];
            for (int i = 0; i < t.n; i++) {
                reversed[t.index(c, i)] = original[t.index(from, i)];
            }
        }
        Tensor y = t.like(t.x);
        t.subject.train(t.like(t.x).copyFrom(reversed), y, gamma, beta, t.eps);
        return first(t.channels, c -> differs(c, t.channel(t.y, c), t.channel(y, t.channels - 1 - c)));
    }

    private static Optional<String> twins(Trial t) {
        return first(t.subject.twins().size(), i -> {
            Trial twin = new Trial(t.subject.twins().get(i), t.problem, t.arena);
            return differs("y", t.y, twin.y)
                    .or(() -> differs("inferred y", infer(t), infer(twin)))
                    .or(() -> differs("dx", t.backward.dx(), twin.backward.dx()))
                    .or(() -> differs("dgamma", t.backward.dgamma(), twin.backward.dgamma()))
                    .or(() -> differs("dbeta", t.backward.dbeta(), twin.backward.dbeta()))
                    .or(() -> differs("mean", t.statistics.mean(), twin.statistics.mean()))
                    .or(() -> differs("variance", t.statistics.variance(), twin.statistics.variance()))
                    .map(text -> twin.subject.name() + ": " + text);
        });
    }

    private static Tensor infer(Trial t) {
        float[] variance = new float[t.channels];
        Arrays.fill(variance, 2);
        return t.infer(t.beta, variance);
    }

    private static Optional<String> refusal(Trial t) {
        float[] gamma = Arrays.copyOf(t.gamma, t.channels + 1);
        float[] beta = Arrays.copyOf(t.beta, t.channels + 1);
        float[] dgamma = new float[t.channels + 1];
        float[] ones = new float[t.channels + 1];
        Arrays.fill(ones, 1);
        Tensor out = t.like(t.x).copyFrom(t.dy.toDoubleArray());
        return accepted("train", () -> t.subject.train(t.x, out, gamma, beta, t.eps))
                .or(() -> accepted("infer", () -> t.subject.infer(t.x, out, gamma, beta, t.eps, ones, ones)))
                .or(() -> accepted(
                        "backward", () -> t.subject.backward(t.x, t.dy, out, gamma, t.eps, dgamma, dgamma.clone())))
                .or(() -> differs("the output of refused calls", t.dy, out))
                .or(() -> differs("the input of refused calls", t.problem.x(t.arena), t.x))
                .or(() -> differs(t, t.train(t.x, t.like(t.x))));
    }

    private static Optional<String> accepted(String call, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException _) {
            return Optional.empty();
        }
        return Optional.of(call + " takes a gamma that is too long");
    }

    private static Optional<String> differs(String what, Tensor expected, Tensor actual) {
        return differs(what, expected.toDoubleArray(), actual.toDoubleArray());
    }

    private static Optional<String> differs(String what, double[] expected, double[] actual) {
        return first(
                expected.length,
                i -> Double.compare(expected[i], actual[i]) == 0
                        ? Optional.empty()
                        : Optional.of(what + "[" + i + "] was " + expected[i] + " and is " + actual[i]));
    }

    private static Optional<String> differs(Trial t, Tensor y) {
        return differs("y", t.y, y);
    }

    private static Optional<String> differs(int c, double[] expected, double[] actual) {
        return differs("y of channel " + c, expected, actual);
    }

    private static Optional<String> differs(String what, float[] expected, float[] actual) {
        return first(
                expected.length,
                i -> Float.floatToIntBits(expected[i]) == Float.floatToIntBits(actual[i])
                        ? Optional.empty()
                        : Optional.of(what + "[" + i + "] was " + expected[i] + " and is " + actual[i]));
    }
}
