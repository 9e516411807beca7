package org.lanewise.kernel.call;

import org.lanewise.kernel.element.LeakyRelu;

/**
 * What a kernel computes. The formulas name the fields of {@link Operands}; h = x·powerOfX + offset, where powerOfX and
 * powerOfDy are one half, so that no difference of two floats overflows, or with extended kernels a power of two of
 * each channel.
 */
public enum Operation {
    /** Per part of a channel: first = mean(x), second = sum((x - mean(x))²). */
    MOMENTS,
    /** Per element: out = h·scale + shift. */
    NORMALIZE,
    /** Per element: out = {@link LeakyRelu}(h·scale + shift). */
    NORMALIZE_ACTIVATE,
    /** Per element: out = {@link LeakyRelu}(h·scale + shift + residual). */
    NORMALIZE_ADD_ACTIVATE,
    /** {@link #NORMALIZE_ACTIVATE}, and the element's bit of the mask is set unless what is activated is 0 or below. */
    NORMALIZE_ACTIVATE_MASK,
    /** {@link #NORMALIZE_ADD_ACTIVATE}, and the mask too. */
    NORMALIZE_ADD_ACTIVATE_MASK,
    /** Per element: dy = dyActivated, times the slope where the mask's bit is not set. */
    ACTIVATION_GRADIENT,
    /** Per part of a channel: first = sum(dy), second = sum(dy·(x - center)). */
    GRADIENT_SUMS,
    /** Per element: out = (dy·powerOfDy + (h·slope + shift))·scale. */
    INPUT_GRADIENT;

    /** Whether the result is a value per part of a channel, in {@link Operands#partials}. */
    public boolean reduces() {
        return this == MOMENTS || this == GRADIENT_SUMS;
    }
}
