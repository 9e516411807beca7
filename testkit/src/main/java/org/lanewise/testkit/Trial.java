package org.lanewise.testkit;

import java.lang.foreign.Arena;
import java.util.IdentityHashMap;
import java.util.Map;
import org.lanewise.tensor.Tensor;

/**
 * A subject at work on a problem: what laws look at. Made once per problem, used by all laws; closed with its arena.
 * What is exact is computed when a law asks for it.
 */
final class Trial {
    final Subject subject;
    final Problem problem;
    final Arena arena;
    final Precision precision;
    final int n;
    final int channels;
    final double eps;
    final float[] gamma;
    final float[] beta;
    final Tensor x;
    final Tensor dy;
    private final Map<Tensor, double[]> copies = new IdentityHashMap<>();
    private final Exact[] exact;
    private final double[][] exactOutput;
    private final Exact.Gradient[] exactGradient;
    private final double[][] exactDx;
    private final Bounds[] bounds;
    private final Bounds.Sums[] sums;
    final Statistics statistics;
    final Tensor y;
    final Backward backward;

    /** What a backward pass wrote. */
    record Backward(Tensor dx, float[] dgamma, float[] dbeta) {}

    Trial(Subject subject, Problem problem, Arena arena) {
        this.subject = subject;
        this.problem = problem;
        this.arena = arena;
        precision = problem.precision();
        n = Math.toIntExact(problem.shape().elementsPerChannel());
        channels = problem.shape().channels();
        eps = problem.eps();
        gamma = problem.gamma();
        beta = problem.beta();
        x = problem.x(arena);
        dy = problem.dy(arena);
        exact = new Exact[channels];
        exactOutput = new double[channels][];
        exactDx = new double[channels][];
        bounds = new Bounds[channels];
        sums = new Bounds.Sums[channels];
        exactGradient = new Exact.Gradient[channels];
        y = like(x);
        statistics = subject.train(x, y, gamma.clone(), beta.clone(), eps);
        backward = backward(x, dy);
    }

    /** A new tensor like another. */
    Tensor like(Tensor tensor) {
        return Tensor.allocate(arena, tensor.shape(), tensor.layout(), tensor.type());
    }

    /** A copy of a tensor. */
    Tensor copy(Tensor tensor) {
        return like(tensor).copyFrom(tensor.toDoubleArray());
    }

    Backward backward(Tensor input, Tensor gradient) {
        Tensor dx = like(input);
        float[] dgamma = new float[channels];
        float[] dbeta = new float[channels];
        subject.backward(input, gradient, dx, gamma.clone(), eps, dgamma, dbeta);
        return new Backward(dx, dgamma, dbeta);
    }

    /** Trains, without a look at the statistics. */
    Tensor train(Tensor input, Tensor output) {
        subject.train(input, output, gamma.clone(), beta.clone(), eps);
        return output;
    }

    /** y with given statistics. */
    Tensor infer(float[] mean, float[] variance) {
        Tensor output = like(x);
        subject.infer(x, output, gamma.clone(), beta.clone(), eps, mean.clone(), variance.clone());
        return output;
    }

    /** The elements of a channel of a tensor that does not change any more: it is copied out once. */
    double[] channel(Tensor tensor, int c) {
        return Channels.get(copies.computeIfAbsent(tensor, Tensor::toDoubleArray), tensor, c);
    }

    /** Where in memory element i of a channel is, in the order N, S. */
    int index(int c, int i) {
        return Math.toIntExact(Channels.index(x.shape(), x.layout(), c, i));
    }

    Exact exact(int c) {
        if (exact[c] == null) {
            exact[c] = new Exact(channel(x, c));
        }
        return exact[c];
    }

    double[] exactOutput(int c) {
        if (exactOutput[c] == null) {
            exactOutput[c] = Exact.toDoubles(exact(c).forward(gamma[c], beta[c], eps));
        }
        return exactOutput[c];
    }

    Exact.Gradient exactGradient(int c) {
        if (exactGradient[c] == null) {
            exactGradient[c] = exact(c).backward(channel(dy, c), gamma[c], eps);
        }
        return exactGradient[c];
    }

    double[] exactDx(int c) {
        if (exactDx[c] == null) {
            exactDx[c] = Exact.toDoubles(exactGradient(c).dx());
        }
        return exactDx[c];
    }

    /** What errors of the gradients are measured by. */
    Bounds.Sums sums(int c) {
        if (sums[c] == null) {
            sums[c] = bounds(c).sums(channel(x, c), channel(dy, c), exactGradient(c));
        }
        return sums[c];
    }

    Bounds bounds(int c) {
        if (bounds[c] == null) {
            bounds[c] = new Bounds(precision, exact(c), gamma[c], beta[c], eps);
        }
        return bounds[c];
    }
}
