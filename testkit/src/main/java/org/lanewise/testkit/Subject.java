package org.lanewise.testkit;

import java.util.List;
import java.util.Set;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * An engine under test: implement this for yours, and ask {@link Verdict}. {@link LanewiseSubject} is an example.
 *
 * <p>Tensors are native, of one shape, layout and element type in a call; an output may be the very same memory as an
 * input. gamma, beta, mean and variance have one value per channel. The test kit calls from one thread at a time. Laws
 * train on NaN and infinity too: the engine must compute with them, not throw.
 *
 * <p>The formula is y = gamma·(x - mean)/sqrt(variance + eps) + beta, with the biased variance in training.
 */
public interface Subject {
    /** What the verdict calls it. */
    String name();

    /**
     * Other ways to run this engine that are to give the same bits: with other numbers of threads, or other kernels.
     * With none, the law about them is not tried.
     */
    default List<Subject> twins() {
        return List.of();
    }

    /** The element types that it takes. Of others no law is tried. */
    default Set<ElementType> types() {
        return Set.of(ElementType.FLOAT32);
    }

    /** Whether it takes such tensors. Where it does not, no law is tried. */
    default boolean supports(Shape shape, Layout layout) {
        return true;
    }

    /**
     * Writes y, normalized with x's own statistics, and gives these.
     *
     * @param x the batch; at least 2 elements per channel
     * @param y the result, like x; may be x
     * @throws RuntimeException if gamma or beta has not one element per channel; y is then as it was
     */
    Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps);

    /**
     * Writes y, normalized with given statistics.
     *
     * @param y the result, like x; may be x
     * @throws RuntimeException if gamma or beta has not one element per channel; y is then as it was
     */
    void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance);

    /**
     * Writes dx, the gradient by x of a training pass whose output has the gradient dy, and the gradients by gamma and
     * beta: dx = gamma·invstd·(dy - mean(dy) - xhat·mean(dy·xhat)), dgamma = sum(dy·xhat), dbeta = sum(dy). May run the
     * forward pass again.
     *
     * @param dx the result, like x; may be x or dy
     * @param dgamma filled
     * @param dbeta filled
     * @throws RuntimeException if gamma has not one element per channel; dx is then as it was
     */
    void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta);
}
