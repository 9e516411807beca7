package org.lanewise.kernel.vector.float16;

import org.lanewise.kernel.vector.HalfKernels;
import org.lanewise.tensor.ElementType;

/** The vector provider for float16. */
public final class VectorKernels extends HalfKernels {
    /** Its kernels. */
    public VectorKernels() {
        super(ElementType.FLOAT16);
    }
}
