package org.lanewise.testkit;

import static org.lanewise.testkit.AccuracyLaws.first;
import static org.lanewise.testkit.AccuracyLaws.off;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.lanewise.tensor.Tensor;

/** What the gradient of batch normalization is, whatever the numbers. */
final class GradientLaws {
    static final List<Law> ALL = List.of(
            new Law(
                    "sum of dx",
                    "sum(dx) = 0 within its bound: y does not change with a shift of x",
                    GradientLaws::sum),
            new Law(
                    "sum of dx·xhat",
                    "sum(dx·xhat)·(variance + eps) = eps·gamma·invstd·dgamma within its bound: y hardly changes "
                            + "with x's scale",
                    GradientLaws::projection),
            new Law("adjoint", "<J v, w> = <v, J' w>, where J = J' for each channel", GradientLaws::adjoint));

    private GradientLaws() {}

    /** In the channels whose dx is finite: where it exactly is beyond the largest number, there are no sums. */
    private static Optional<String> finite(Trial t, IntFunction<Optional<String>> violation) {
        return first(t.channels, c -> isFinite(t, t.exactDx(c)) ? violation.apply(c) : Optional.empty());
    }

    private static boolean isFinite(Trial t, double[] exact) {
        return Arrays.stream(exact).allMatch(dx -> Double.isFinite(t.precision.round(dx)));
    }

    private static Optional<String> sum(Trial t) {
        return finite(t, c -> {
            double[] dx = t.channel(t.backward.dx(), c);
            double sum = 0;
            for (double element : dx) {
                sum += element;
            }
            return off(t.precision, "sum of dx in channel " + c, 0, sum, sumOfBounds(t, c, false));
        });
    }

    /** With xhat's squares adding up to n·variance/(variance + eps), the sum is what eps leaves of a·dgamma. */
    private static Optional<String> projection(Trial t) {
        return finite(t, c -> {
            double[] x = t.channel(t.x, c);
            double[] dx = t.channel(t.backward.dx(), c);
            double mean = t.exact(c).mean().doubleValue();
            double variance = t.exact(c).variance().doubleValue();
            double invStd = 1 / Math.sqrt(variance + t.eps);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += dx[i] * (x[i] - mean) * invStd;
            }
            double left = t.gamma[c] * invStd * t.sums(c).dgamma() * (t.eps / (variance + t.eps));
            double slack = sumOfBounds(t, c, true) + t.n * 1e-15 * Math.abs(left);
            return off(t.precision, "sum of dx·xhat in channel " + c, left, sum, slack);
        });
    }

    private static double sumOfBounds(Trial t, int c, boolean timesXhat) {
        double[] x = t.channel(t.x, c);
        double[] exact = t.exactDx(c);
        double mean = t.exact(c).mean().doubleValue();
        double invStd = 1 / Math.sqrt(t.exact(c).variance().doubleValue() + t.eps);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = timesXhat ? Math.abs((x[i] - mean) * invStd) : 1;
            double bound = t.bounds(c).dx(x[i], exact[i], t.sums(c));
            sum += weight * (bound + t.n * 0x1p-52 * Math.abs(exact[i]));
        }
        return sum;
    }

    /** J' w comes from backward(w), and J v = J' v from backward(v): a channel's J is a·(1 - 11'/n - xhat·xhat'/n). */
    private static Optional<String> adjoint(Trial t) {
        Tensor v = t.problem.dz(t.arena);
        Trial.Backward ofV = t.backward(t.x, v);
        return finite(t, c -> {
            double[] w = t.channel(t.dy, c);
            double[] vs = t.channel(v, c);
            double[] jw = t.channel(t.backward.dx(), c);
            double[] jv = t.channel(ofV.dx(), c);
            double[] x = t.channel(t.x, c);
            Exact.Gradient exactOfV = t.exact(c).backward(vs, t.gamma[c], t.eps);
            double[] exactJv = Exact.toDoubles(exactOfV.dx());
            double[] exactJw = t.exactDx(c);
            if (!isFinite(t, exactJv)) {
                return Optional.empty();
            }
            Bounds.Sums sumsOfV = t.bounds(c).sums(x, vs, exactOfV);
            double left = 0;
            double right = 0;
            double slack = 0;
            for (int i = 0; i < x.length; i++) {
                left += jv[i] * w[i];
                right += vs[i] * jw[i];
                slack += Math.abs(w[i]) * t.bounds(c).dx(x[i], exactJv[i], sumsOfV)
                        + Math.abs(vs[i]) * t.bounds(c).dx(x[i], exactJw[i], t.sums(c))
                        + t.n * 0x1p-52 * (Math.abs(jv[i] * w[i]) + Math.abs(vs[i] * jw[i]));
            }
            return off(t.precision, "<J v, w> in channel " + c, "<v, J' w>", right, left, slack);
        });
    }
}
