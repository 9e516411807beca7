package org.lanewise;

import java.util.Objects;
import org.lanewise.tensor.Tensor;

/**
 * The tensors of a backward pass. All have one shape, layout and type, those of the forward pass; the layer checks this
 * when it is called. Immutable: made once for buffers that stay, it serves any number of calls.
 *
 * <pre>{@code
 * layer.backward(Backward.of(x, dy, dx).residual(dshortcut), statistics, gradients);
 * }</pre>
 */
public final class Backward {
    private final Tensor x;
    private final Tensor dy;
    private final Tensor dx;
    private final Tensor dresidual;

    private Backward(Tensor x, Tensor dy, Tensor dx, Tensor dresidual) {
        this.x = x;
        this.dy = dy;
        this.dx = dx;
        this.dresidual = dresidual;
    }

    /**
     * A backward pass from dy to dx.
     *
     * @param x the input of the forward pass, as it was
     * @param dy the gradient of the loss with respect to y
     * @param dx the result; may be dy or x, the very same memory
     */
    public static Backward of(Tensor x, Tensor dy, Tensor dx) {
        return new Backward(
                Objects.requireNonNull(x, "x"),
                Objects.requireNonNull(dy, "dy"),
                Objects.requireNonNull(dx, "dx"),
                null);
    }

    /**
     * The same, of a forward pass with a residual, whose gradient is wanted too. As y = activation(bn(x) + residual),
     * that is dy times the activation's derivative.
     *
     * @param newDresidual filled with the gradient with respect to the residual: dy where the sum was above 0, else dy
     *     times the activation's slope. It may be dy, the very same memory; it must not overlap x or dx
     */
    public Backward residual(Tensor newDresidual) {
        return new Backward(x, dy, dx, Objects.requireNonNull(newDresidual, "dresidual"));
    }

    /** The input of the forward pass. */
    Tensor x() {
        return x;
    }

    /** The gradient that comes in. */
    Tensor dy() {
        return dy;
    }

    /** The result. */
    Tensor dx() {
        return dx;
    }

    /** Filled with the gradient with respect to the residual; null if it is not wanted. */
    Tensor dresidual() {
        return dresidual;
    }
}
