package org.lanewise.kernel.scalar;

import org.lanewise.kernel.Geometry;
import org.lanewise.kernel.Kernel;
import org.lanewise.kernel.Kernels;
import org.lanewise.kernel.Operation;

/** The scalar provider: runs on any JVM. */
public final class ScalarKernels implements Kernels {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int vectorBits() {
        return 0;
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
