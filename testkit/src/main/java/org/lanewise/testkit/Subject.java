package org.lanewise.testkit;

import java.util.List;
import java.util.Set;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * An engine under test. Tensors are native, of one shape, layout and element type in a call; an output may be the very
 * same memory as an input. For one thread at a time.
 *
 * <p>With n elements per channel: y = gamma·(x - mean)/sqrt(variance + eps) + beta.
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
     * Writes y, normalized with x's own statistics, and gives these. At least 2 elements per channel.
     *
     * @throws RuntimeException if gamma or beta has not one element per channel; y is then as it was
     */
    Statistics train(Tensor x, Tensor y, float[] gamma, float[] beta, double eps);

    /** Writes y, normalized with given statistics. */
    void infer(Tensor x, Tensor y, float[] gamma, float[] beta, double eps, float[] mean, float[] variance);

    /**
     * Writes dx, the gradient by x of a training pass whose output has the gradient dy, and the gradients by gamma and
     * beta. May run the forward pass again.
     */
    void backward(Tensor x, Tensor dy, Tensor dx, float[] gamma, double eps, float[] dgamma, float[] dbeta);
}
