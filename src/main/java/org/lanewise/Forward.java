package org.lanewise;

import java.util.Objects;
import org.lanewise.tensor.Tensor;

/**
 * The tensors of a forward pass. All have one shape, layout and type; the layer checks this when it is called.
 * Immutable: made once for buffers that stay, it serves any number of calls.
 *
 * <pre>{@code
 * BatchNorm2d layer = new BatchNorm2d(64, BatchNormOptions.defaults().activation(Activation.relu()));
 * layer.train(Forward.of(x, y).residual(shortcut), statistics); // y = max(0, bn(x) + shortcut)
 * }</pre>
 *
 * <p>That is the end of a block of a residual network (He, Zhang, Ren, Sun: Deep Residual Learning for Image
 * Recognition, 2016), in one pass over memory instead of three.
 */
public final class Forward {
    private final Tensor x;
    private final Tensor y;
    private final Tensor residual;

    private Forward(Tensor x, Tensor y, Tensor residual) {
        this.x = x;
        this.y = y;
        this.residual = residual;
    }

    /**
     * A forward pass from x to y.
     *
     * @param x the input, which is normalized
     * @param y the result; may be x, the very same memory, but then a backward pass needs a copy of x
     */
    public static Forward of(Tensor x, Tensor y) {
        return new Forward(Objects.requireNonNull(x, "x"), Objects.requireNonNull(y, "y"), null);
    }

    /**
     * The same with a tensor that is added to the normalized elements, before the layer's {@link Activation}, all in
     * one pass: y = activation(gamma·(x - mean)/sqrt(variance + eps) + beta + residual).
     *
     * @param newResidual what is added; y may be it, the very same memory
     */
    public Forward residual(Tensor newResidual) {
        return new Forward(x, y, Objects.requireNonNull(newResidual, "residual"));
    }

    /** What is normalized. */
    Tensor x() {
        return x;
    }

    /** The result. */
    Tensor y() {
        return y;
    }

    /** What is added; null for none. */
    Tensor residual() {
        return residual;
    }
}
