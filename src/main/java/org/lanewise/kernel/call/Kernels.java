package org.lanewise.kernel.call;

import org.lanewise.kernel.grid.Geometry;

/**
 * The kernels of a provider for one element type. All providers give the same bits for the same operands, except for
 * the payload and sign of a NaN, of which the Java language promises nothing.
 */
public interface Kernels {
    /** The name by which the provider is forced: scalar or vector. */
    String name();

    /** The bits of one vector, 0 where there are none. */
    int vectorBits();

    /** The kernel for an operation over a geometry. */
    Kernel get(Operation operation, Geometry geometry);

    /**
     * The kernel for an elementwise operation where channels have powers of two of their own, so that no parameter
     * leaves the range of its type: see {@link Operands.Floats}. The plain vector kernels take {@link Operands#HALF}
     * for both powers; to load others costs them a load more per vector over rows.
     */
    Kernel extended(Operation operation, Geometry geometry);
}
