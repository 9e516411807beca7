package org.lanewise.kernel.call;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.element.MaskBits;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.sums.Partials;

/**
 * What a kernel reads and writes. {@link Operation} says which fields an operation uses; the others may hold anything.
 * A plain carrier, filled anew for each call and reused, so that a call allocates nothing.
 */
public final class Operands {
    /** What elementwise kernels multiply an element with first, so that no difference of two overflows. */
    public static final float HALF = 0.5f;

    /** How the tensors are cut into units. */
    public Grid grid;

    /** The input of the forward pass; what an elementwise operation normalizes. */
    public MemorySegment x;
    /**
     * dz, the gradient of the loss with respect to the activation's input; without an activation that is dy. Written by
     * {@link Operation#ACTIVATION_GRADIENT}, read by the other operations of a backward pass.
     */
    public MemorySegment dy;
    /** y or dx; may be the very same memory as an input. */
    public MemorySegment out;

    /** What is added to the normalized elements, before their activation. */
    public MemorySegment residual;
    /** dy of a layer with an activation: with respect to the activation's output; may be the same memory as dy here. */
    public MemorySegment dyActivated;
    /** The activation's factor of inputs that are 0 or below; 0 to 1. */
    public double negativeSlope = 1;
    /** {@link MaskBits} of the elements. */
    public long[] mask;
    /** The bit of the first element of x, where that is a piece of a tensor. */
    public long firstBit;

    /** Per channel, in double: what is subtracted from x in the sums of the backward pass. */
    public double[] center;
    /** The parameters of elementwise kernels that compute in float. */
    public Floats floats;
    /** The parameters of elementwise kernels that compute in double. */
    public Doubles doubles;

    /** Where a reduction leaves its results. */
    public Partials partials = new Partials();

    /**
     * Parameters per channel.
     *
     * @param offset minus what x is taken around, times powerOfX
     * @param scale the factor of x·powerOfX + offset in the forward pass, of the whole sum in the backward pass
     * @param factorOfX the factor of x·powerOfX + offset in the backward pass
     * @param shift what is added
     * @param powerOfX the power of two that x is multiplied with first: {@link #HALF}, or with {@link Kernels#extended
     *     extended kernels} any
     * @param powerOfDy likewise of dy
     */
    public record Floats(
            float[] offset, float[] scale, float[] factorOfX, float[] shift, float[] powerOfX, float[] powerOfDy) {
        /** Room for the parameters of some channels. */
        public Floats(int channels) {
            this(
                    new float[channels],
                    new float[channels],
                    new float[channels],
                    new float[channels],
                    new float[channels],
                    new float[channels]);
        }
    }

    /** As {@link Floats}, in double. */
    public record Doubles(
            double[] offset,
            double[] scale,
            double[] factorOfX,
            double[] shift,
            double[] powerOfX,
            double[] powerOfDy) {
        /** Room for the parameters of some channels. */
        public Doubles(int channels) {
            this(
                    new double[channels],
                    new double[channels],
                    new double[channels],
                    new double[channels],
                    new double[channels],
                    new double[channels]);
        }
    }
}
