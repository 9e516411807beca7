package org.lanewise.kernel.call;

import org.lanewise.kernel.element.LeakyRelu;

/**
 * What a kernel computes, and which tensors beside x it reads. The formulas name the fields of {@link Operands}; h =
 * x·powerOfX + offset, where powerOfX and powerOfDy are one half, so that no difference of two floats overflows, or
 * with extended kernels a power of two of each channel.
 */
public enum Operation {
    /** Per part of a channel: first = mean(x), second = sum((x - mean(x))²). */
    MOMENTS(Reads.X),
    /** Per element: out = h·scale + shift. */
    NORMALIZE(Reads.X),
    /** Per element: out = {@link LeakyRelu}(h·scale + shift). */
    NORMALIZE_ACTIVATE(Reads.X),
    /** Per element: out = {@link LeakyRelu}(h·scale + shift + residual). */
    NORMALIZE_ADD_ACTIVATE(Reads.X_AND_RESIDUAL),
    /**
     * {@link #NORMALIZE_ACTIVATE}; the element's bit of the mask is set unless the activation's input is 0 or below.
     */
    NORMALIZE_ACTIVATE_MASK(Reads.X),
    /** {@link #NORMALIZE_ADD_ACTIVATE}, and the mask too. */
    NORMALIZE_ADD_ACTIVATE_MASK(Reads.X_AND_RESIDUAL),
    /** Per element: dy = dyActivated, times the slope where the mask's bit is not set. */
    ACTIVATION_GRADIENT(Reads.DY_ACTIVATED),
    /** Per part of a channel: first = sum(dy), second = sum(dy·(x - center)). */
    GRADIENT_SUMS(Reads.X_AND_DY),
    /** Per element: out = (dy·powerOfDy + (h·factorOfX + shift))·scale. */
    INPUT_GRADIENT(Reads.X_AND_DY);

    private enum Reads {
        X,
        X_AND_DY,
        X_AND_RESIDUAL,
        DY_ACTIVATED
    }

    private final Reads reads;

    Operation(Reads reads) {
        this.reads = reads;
    }

    /** Whether the result is a value per part of a channel, in {@link Operands#partials}. */
    public boolean reduces() {
        return this == MOMENTS || this == GRADIENT_SUMS;
    }

    /** Whether it reads {@link Operands#dy}. */
    public boolean readsDy() {
        return reads == Reads.X_AND_DY;
    }

    /** Whether it reads {@link Operands#residual}. */
    public boolean readsResidual() {
        return reads == Reads.X_AND_RESIDUAL;
    }
}
