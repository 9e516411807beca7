package org.lanewise.testkit;

import static org.lanewise.testkit.AccuracyLaws.first;
import static org.lanewise.testkit.AccuracyLaws.off;

import java.util.List;
import java.util.Optional;
import org.lanewise.tensor.Tensor;

/** What the gradient of batch normalization is, whatever the numbers. */
final class GradientLaws {
    static final List<Law> ALL = List.of(
            new Law("sum of dx", "sum(dx) = 0 within its bound: y does not change with a shift of x", GradientLaws::sum),
            new Law(
                    "sum of dx·xhat",
                    "sum(dx·xhat)·(variance + eps) = eps·gamma·invstd·dgamma within its bound: y hardly changes with x's scale",
                    GradientLaws::projection),
            new Law("adjoint", "<J v, w> = <v, J' w>, where J = J' for each channel", GradientLaws::adjoint));

    private GradientLaws() {}

    private static Optional<String> sum(Trial t) {
        return first(t.channels, c -> {
            float[] dx = Channels.get(t.backward.dx(), c);
            double sum = 0;
            for (float element : dx) {
                sum += element;
            }
            return off("sum of dx in channel " + c, 0, sum, sumOfBounds(t, c, false));
        });
    }

    /** With xhat's squares adding up to n·variance/(variance + eps), the sum is what eps leaves of a·dgamma. */
    private static Optional<String> projection(Trial t) {
        return first(t.channels, c -> {
            float[] x = Channels.get(t.x, c);
            float[] dx = Channels.get(t.backward.dx(), c);
            double mean = t.exact(c).mean().doubleValue();
            double variance = t.exact(c).variance().doubleValue();
            double invStd = 1 / Math.sqrt(variance + t.eps);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += dx[i] * (x[i] - mean) * invStd;
            }
            double left = t.gamma[c] * invStd * t.exactGradient(c).dgamma().doubleValue() * (t.eps / (variance + t.eps));
            double slack = sumOfBounds(t, c, true) + t.n * 1e-15 * Math.abs(left);
            return off("sum of dx·xhat in channel " + c, left, sum, slack);
        });
    }

    private static double sumOfBounds(Trial t, int c, boolean timesXhat) {
        float[] x = Channels.get(t.x, c);
        Exact.Gradient exact = t.exactGradient(c);
        double mean = t.exact(c).mean().doubleValue();
        double invStd = 1 / Math.sqrt(t.exact(c).variance().doubleValue() + t.eps);
        double sumAbs = AccuracyLaws.sumAbs(Channels.get(t.dy, c));
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double dx = exact.dx()[i].doubleValue();
            double weight = timesXhat ? Math.abs((x[i] - mean) * invStd) : 1;
            double bound = bound(t, c, x[i], exact, i, sumAbs);
            sum += weight * (bound + t.n * 0x1p-52 * Math.abs(dx));
        }
        return sum;
    }

    /** J' w comes from backward(w), and J v = J' v from backward(v): a channel's J is a·(1 - 11'/n - xhat·xhat'/n). */
    private static Optional<String> adjoint(Trial t) {
        Tensor v = t.problem.dz(t.arena);
        Trial.Backward ofV = t.backward(t.x, v);
        return first(t.channels, c -> {
            float[] w = Channels.get(t.dy, c);
            float[] vs = Channels.get(v, c);
            float[] jw = Channels.get(t.backward.dx(), c);
            float[] jv = Channels.get(ofV.dx(), c);
            float[] x = Channels.get(t.x, c);
            Exact.Gradient exactOfV = t.exact(c).backward(vs, t.gamma[c], t.eps);
            double sumAbsV = AccuracyLaws.sumAbs(vs);
            double sumAbsW = AccuracyLaws.sumAbs(w);
            double left = 0;
            double right = 0;
            double slack = 0;
            for (int i = 0; i < x.length; i++) {
                left += (double) jv[i] * w[i];
                right += (double) vs[i] * jw[i];
                slack += Math.abs(w[i]) * bound(t, c, x[i], exactOfV, i, sumAbsV)
                        + Math.abs(vs[i]) * bound(t, c, x[i], t.exactGradient(c), i, sumAbsW)
                        + t.n * 0x1p-52 * (Math.abs((double) jv[i] * w[i]) + Math.abs((double) vs[i] * jw[i]));
            }
            return off("<J v, w> in channel " + c, right, left, slack);
        });
    }

    private static double bound(Trial t, int c, double x, Exact.Gradient exact, int i, double sumAbs) {
        return t.bounds(c).dx(
                x,
                exact.dx()[i].doubleValue(),
                exact.dbeta().doubleValue(),
                exact.dgamma().doubleValue(),
                sumAbs);
    }
}
