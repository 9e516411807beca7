package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.grid.Geometry.PLANES;

import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;
import org.lanewise.kernel.vector.SumVectors;

/** The vector kernels for float32: they need the module jdk.incubator.vector, and C2 to be fast. */
public final class VectorKernels implements Kernels {
    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int vectorBits() {
        return SumVectors.SPECIES.vectorBitSize();
    }

    @Override
    public Kernel get(Operation operation, Geometry geometry) {
        return switch (operation) {
            case MOMENTS -> geometry == PLANES ? PlanesMoments::run : RowsMoments::run;
            case GRADIENT_SUMS -> geometry == PLANES ? PlanesGradientSums::run : RowsGradientSums::run;
            default -> Elementwise.kernel(operation, geometry);
        };
    }

    @Override
    public Kernel extended(Operation operation, Geometry geometry) {
        return ElementwiseExtended.kernel(operation, geometry);
    }
}
