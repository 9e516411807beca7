package org.lanewise.kernel;

/**
 * A thread's own memory for kernels, so that they allocate nothing. May hold anything before and after a unit. (What is summed
 * lies in arrays between runs, not in vectors: C2 keeps vectors in registers only inside one method.)
 */
public final class Scratch {
    /** Sums of a unit: {@link Lanes} or {@link Columns}. */
    public final double[] sums = new double[Math.max(Planes.MAX_WIDTH * Lanes.SLOT, Columns.SIZE)];

    /** Parameters, element by element: {@link Strips}. */
    public final float[] parameters = new float[Strips.SIZE];
}
