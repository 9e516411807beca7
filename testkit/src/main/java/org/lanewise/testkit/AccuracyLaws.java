package org.lanewise.testkit;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.lanewise.tensor.Tensor;

/** Results are within their {@link Bounds} of {@link Exact}. */
final class AccuracyLaws {
    static final List<Law> ALL = List.of(
            new Law("mean", "the batch's mean is exact within its bound", AccuracyLaws::mean),
            new Law("variance", "the batch's variance is exact within its bound", AccuracyLaws::variance),
            new Law("training y", "y is exact within its bound", AccuracyLaws::trainingOutput),
            new Law("inference y", "y is exact within its bound for given statistics", AccuracyLaws::inferenceOutput),
            new Law(
                    "finite",
                    "y, dx, dgamma and dbeta are finite where they exactly are numbers of their type",
                    AccuracyLaws::finite),
            new Law("dx", "dx is exact within its bound", AccuracyLaws::inputGradient),
            new Law("dgamma", "dgamma is exact within its bound", AccuracyLaws::scaleGradient),
            new Law("dbeta", "dbeta is exact within its bound", AccuracyLaws::shiftGradient));

    private AccuracyLaws() {}

    /**
     * Says what was off, if it was. Comparisons are such that NaN is off; an infinity is not, where the exact value is
     * beyond the largest number.
     */
    static Optional<String> off(Precision precision, String what, double exact, double actual, double bound) {
        return off(precision, what, "exactly", exact, actual, bound);
    }

    /**
     * As {@link #off(Precision, String, double, double, double)}, beside another result of the engine's.
     *
     * @param other what the other one is, in words before its number
     */
    static Optional<String> off(
            Precision precision, String what, String other, double expected, double actual, double bound) {
        double error = Math.abs(actual - expected);
        if (error <= bound || Double.isInfinite(actual) && actual == precision.round(expected)) {
            return Optional.empty();
        }
        String seen = what + " is " + actual + ", " + other + " " + expected;
        // Of NaN and infinity there is no distance to speak of.
        return Optional.of(Double.isFinite(error) ? seen + ", off by " + error + ", at most " + bound : seen);
    }

    /** The first violation in some places. */
    static Optional<String> first(int count, IntFunction<Optional<String>> violation) {
        return IntStream.range(0, count)
                .mapToObj(violation)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> mean(Trial t) {
        return first(
                t.channels,
                c -> off(
                        t.precision.computed(),
                        "mean of channel " + c,
                        t.exact(c).mean().doubleValue(),
                        t.statistics.mean()[c],
                        t.bounds(c).mean()));
    }

    private static Optional<String> variance(Trial t) {
        return first(
                t.channels,
                c -> off(
                        t.precision.computed(),
                        "variance of channel " + c,
                        t.exact(c).variance().doubleValue(),
                        t.statistics.variance()[c],
                        t.bounds(c).variance()));
    }

    private static Optional<String> trainingOutput(Trial t) {
        return first(t.channels, c -> output(t, c, t.y, t.exactOutput(c), t.bounds(c)));
    }

    private static Optional<String> inferenceOutput(Trial t) {
        float[] mean = new float[t.channels];
        float[] variance = new float[t.channels];
        for (int c = 0; c < t.channels; c++) {
            mean[c] = nearest(1.01 * t.exact(c).mean().doubleValue());
            variance[c] = nearest(1.1 * t.exact(c).variance().doubleValue());
        }
        Tensor y = t.infer(mean, variance);
        return first(
                t.channels,
                c -> output(
                        t,
                        c,
                        y,
                        Exact.toDoubles(t.exact(c).forward(mean[c], variance[c], t.gamma[c], t.beta[c], t.eps)),
                        Bounds.given(t.precision, mean[c], variance[c], t.gamma[c], t.beta[c], t.eps)));
    }

    /** The nearest finite float. */
    private static float nearest(double value) {
        return (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    private static Optional<String> output(Trial t, int c, Tensor y, double[] exact, Bounds bounds) {
        double[] x = t.channel(t.x, c);
        double[] actual = t.channel(y, c);
        return first(
                t.n,
                i -> off(t.precision, "y[" + i + "] of channel " + c, exact[i], actual[i], bounds.y(x[i], exact[i])));
    }

    private static Optional<String> inputGradient(Trial t) {
        return first(t.channels, c -> {
            double[] x = t.channel(t.x, c);
            double[] actual = t.channel(t.backward.dx(), c);
            double[] exact = t.exactDx(c);
            return first(
                    t.n,
                    i -> off(
                            t.precision,
                            "dx[" + i + "] of channel " + c,
                            exact[i],
                            actual[i],
                            t.bounds(c).dx(x[i], exact[i], t.sums(c))));
        });
    }

    private static Optional<String> scaleGradient(Trial t) {
        return first(
                t.channels,
                c -> off(
                        Precision.FLOAT32,
                        "dgamma of channel " + c,
                        t.sums(c).dgamma(),
                        t.backward.dgamma()[c],
                        t.bounds(c).dgamma(t.sums(c))));
    }

    private static Optional<String> shiftGradient(Trial t) {
        return first(
                t.channels,
                c -> off(
                        Precision.FLOAT32,
                        "dbeta of channel " + c,
                        t.sums(c).dbeta(),
                        t.backward.dbeta()[c],
                        t.bounds(c).dbeta(t.sums(c))));
    }

    private static Optional<String> finite(Trial t) {
        return first(
                t.channels,
                c -> finite(
                                Precision.FLOAT32,
                                "dgamma",
                                c,
                                t.sums(c).dgamma(),
                                t.backward.dgamma()[c])
                        .or(() -> finite(
                                Precision.FLOAT32,
                                "dbeta",
                                c,
                                t.sums(c).dbeta(),
                                t.backward.dbeta()[c]))
                        .or(() -> finite(t, "y", c, t.exactOutput(c), t.y))
                        .or(() -> finite(t, "dx", c, t.exactDx(c), t.backward.dx())));
    }

    private static Optional<String> finite(Trial t, String what, int c, double[] exact, Tensor tensor) {
        double[] actual = t.channel(tensor, c);
        return first(exact.length, i -> finite(t.precision, what + "[" + i + "]", c, exact[i], actual[i]));
    }

    private static Optional<String> finite(Precision precision, String what, int c, double exact, double actual) {
        return Double.isFinite(actual) || Double.isInfinite(precision.round(exact))
                ? Optional.empty()
                : Optional.of(what + " of channel " + c + " is " + actual + ", exactly " + exact);
    }
}
