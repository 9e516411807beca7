package org.lanewise.kernel.vector;

/**
 * What elementwise kernels multiply an element of x or dy with first: one half. With OWN changed to true, the same code
 * makes the extended kernels ({@code build/kernels.xml}), which take a power of two for each channel from the operands
 * ({@link org.lanewise.kernel.call.Operands.Floats}), so that no parameter leaves the range of its type. In rows that is a
 * load more per vector, hence two editions.
 */
final class Powers {
    /** Whether each channel has its own. */
    static final boolean OWN = false;

    private Powers() {}
}
