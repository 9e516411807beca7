package org.lanewise.kernel;

/**
 * What a kernel computes. The formulas name the fields of {@link Operands}; h = x/2 + offset, halved so that no difference of two
 * floats overflows.
 */
public enum Operation {
    /** Per part of a channel: first = mean(x), second = sum((x - mean(x))²). */
    MOMENTS,
    /** Per element: out = h·scale + shift. */
    NORMALIZE,
    /** Per part of a channel: first = sum(dy), second = sum(dy·(x - center)). */
    GRADIENT_SUMS,
    /** Per element: out = (dy/2 + (h·slope + shift))·scale. */
    INPUT_GRADIENT;

    /** Whether the result is a value per part of a channel, in {@link Operands#first} and {@link Operands#second}. */
    public boolean reduces() {
        return this == MOMENTS || this == GRADIENT_SUMS;
    }
}
