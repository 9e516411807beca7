package org.lanewise.exec;

import org.lanewise.kernel.call.Operands;
import org.lanewise.tensor.Tensor;

/**
 * The operands of one execution of a {@link Plan}. A layer sets the fields that the pass needs. {@link Engine#run}
 * clears them afterwards. The carrier is used again, so that a call allocates nothing. For one thread at a time.
 *
 * <p>All tensors have the shape, layout and type of the plan and are accessible, and the parameters are for that type:
 * the layer has checked it.
 */
public class Call {
    /** The input of the forward pass. In {@link Pass#FROZEN_BACKWARD} the gradient dz, which is normalized there. */
    public Tensor x;
    /**
     * dz, the gradient with respect to the activation's input; without an activation that is dy. Where
     * {@link #dyActivated} is set, the gate writes it first. Null for no gradient.
     */
    public Tensor dy;
    /** y or dx, which may be the very same memory as an input; null for a pass that is a reduction alone. */
    public Tensor out;

    /** The tensor that is added before the activation; null for none. */
    public Tensor residual;
    /**
     * dy of a layer with an activation, which the gate reads; may be the same tensor as {@link #dy}; null for no gate.
     */
    public Tensor dyActivated;
    /** The activation's factor of inputs that are 0 or below; 1 for no activation. */
    public double negativeSlope = 1;
    /** A bit of each element, by {@link org.lanewise.kernel.element.MaskBits}; null for none. */
    public long[] mask;

    /** Per channel, what is subtracted from x in the sums of a backward pass. */
    public double[] center;
    /** Filled per channel by a reduction: the means of x, or the sums of dy. */
    public double[] first;
    /** Filled per channel by a reduction: the sums of squared deviations, or of dy·(x - center). */
    public double[] second;

    /** What the elementwise operation takes per channel. */
    public Parameters parameters;

    /** What kernels are given: the tensors in native memory, and one grid after the other. */
    final Operands operands = new Operands();

    /**
     * Makes the parameters of some channels from their sums, between the reduction and the elementwise operation. May
     * be called at the same time for other channels; asked for each channel once.
     *
     * @param from the first channel
     * @param to the channel after the last
     */
    protected void coefficients(int from, int to) {
        throw new IllegalStateException(
                "a pass that reduces and has an elementwise stage needs a call that makes coefficients");
    }

    /** Drops the operands, so that the layer doesn't keep the caller's memory reachable after the call. */
    protected void clear() {
        x = null;
        dy = null;
        out = null;
        residual = null;
        dyActivated = null;
        negativeSlope = 1;
        mask = null;
        center = null;
        first = null;
        second = null;
        parameters = null;
        operands.x = null;
        operands.dy = null;
        operands.out = null;
        operands.residual = null;
        operands.dyActivated = null;
        operands.mask = null;
        operands.center = null;
        operands.floats = null;
        operands.doubles = null;
    }
}
