package org.lanewise.testkit;

import java.lang.foreign.Arena;
import org.lanewise.tensor.Tensor;

/** A subject at work on a problem: what laws look at. Made once per problem, used by all laws; closed with its arena. */
final class Trial {
    final Subject subject;
    final Problem problem;
    final Arena arena;
    final int n;
    final int channels;
    final double eps;
    final float[] gamma;
    final float[] beta;
    final Tensor x;
    final Tensor dy;
    final Exact[] exact;
    final Exact.Gradient[] exactGradient;
    private final Bounds[] bounds;
    final Statistics statistics;
    final Tensor y;
    final Backward backward;

    /** What a backward pass wrote. */
    record Backward(Tensor dx, float[] dgamma, float[] dbeta) {}

    Trial(Subject subject, Problem problem, Arena arena) {
        this.subject = subject;
        this.problem = problem;
        this.arena = arena;
        n = Math.toIntExact(problem.shape().elementsPerChannel());
        channels = problem.shape().channels();
        eps = problem.eps();
        gamma = problem.gamma();
        beta = problem.beta();
        x = problem.x(arena);
        dy = problem.dy(arena);
        exact = new Exact[channels];
        bounds = new Bounds[channels];
        exactGradient = new Exact.Gradient[channels];
        for (int c = 0; c < channels; c++) {
            exact[c] = new Exact(Channels.get(x, c));
            bounds[c] = new Bounds(exact[c], n, gamma[c], beta[c], eps);
            exactGradient[c] = exact[c].backward(Channels.get(dy, c), gamma[c], eps);
        }
        y = like(x);
        statistics = subject.train(x, y, gamma.clone(), beta.clone(), eps);
        backward = backward(x, dy);
    }

    /** A new tensor of the problem's shape and layout. */
    Tensor like(Tensor tensor) {
        return Tensor.allocate(arena, tensor.shape(), tensor.layout());
    }

    /** A copy of a tensor. */
    Tensor copy(Tensor tensor) {
        return like(tensor).copyFrom(tensor.toArray());
    }

    Backward backward(Tensor input, Tensor gradient) {
        Tensor dx = like(input);
        float[] dgamma = new float[channels];
        float[] dbeta = new float[channels];
        subject.backward(input, gradient, dx, gamma.clone(), eps, dgamma, dbeta);
        return new Backward(dx, dgamma, dbeta);
    }

    Bounds bounds(int c) {
        return bounds[c];
    }
}
