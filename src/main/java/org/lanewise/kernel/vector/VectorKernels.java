package org.lanewise.kernel.vector;

import org.lanewise.kernel.Geometry;
import org.lanewise.kernel.Kernel;
import org.lanewise.kernel.Kernels;
import org.lanewise.kernel.Operation;

/** The vector provider: needs the module jdk.incubator.vector, and C2 to be fast. */
public final class VectorKernels implements Kernels {
    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int vectorBits() {
        return Wide.SPECIES.vectorBitSize();
    }

    @Override
    public Kernel get(Operation operation, Geometry geometry) {
        return switch (geometry) {
            case PLANES -> switch (operation) {
                case MOMENTS -> PlanesMoments::run;
                case NORMALIZE -> PlanesNormalize::run;
                case GRADIENT_SUMS -> PlanesGradientSums::run;
                case INPUT_GRADIENT -> PlanesInputGradient::run;
            };
            case ROWS -> switch (operation) {
                case MOMENTS -> RowsMoments::run;
                case NORMALIZE -> RowsNormalize::run;
                case GRADIENT_SUMS -> RowsGradientSums::run;
                case INPUT_GRADIENT -> RowsInputGradient::run;
            };
        };
    }
}
