package org.lanewise.kernel;

import java.lang.foreign.MemorySegment;

/**
 * What a kernel reads and writes. {@link Operation} says which fields an operation uses; the others may hold anything.
 * A plain carrier, filled anew for each call and reused, so that a call allocates nothing.
 */
public final class Operands {
    /** What elementwise kernels multiply an element with first. */
    public static final float HALF = 0.5f;

    /** How the tensors are cut into units. */
    public Grid grid;

    /** The input of the forward pass. */
    public MemorySegment x;
    /** The gradient of the loss by the output. */
    public MemorySegment dy;
    /** y or dx; may be the very same memory as x or dy. */
    public MemorySegment out;

    /** Per channel, in double: what x is taken around in the sums of the backward pass. */
    public double[] center;
    /** Per channel: minus half of what x is taken around. */
    public float[] offset;
    /** Per channel: the factor of x/2 + offset in the forward pass, of all in the backward pass. */
    public float[] scale;
    /** Per channel: the factor of x/2 + offset in the backward pass; may be null in others. */
    public float[] slope;
    /** Per channel: what is added. */
    public float[] shift;

    /** The first result of a reduction, by {@link Grid#slot}. */
    public double[] first;
    /** The second result of a reduction, by {@link Grid#slot}. */
    public double[] second;
}
