package org.lanewise.kernel.scalar;

import static org.lanewise.kernel.grid.Geometry.PLANES;

import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;

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
        return switch (operation) {
            case MOMENTS -> geometry == PLANES ? PlanesMoments::run : RowsMoments::run;
            case NORMALIZE -> geometry == PLANES ? PlanesNormalize::run : RowsNormalize::run;
            case NORMALIZE_ACTIVATE -> geometry == PLANES ? PlanesNormalizeActivate::run : RowsNormalizeActivate::run;
            case NORMALIZE_ADD_ACTIVATE -> geometry == PLANES ? PlanesNormalizeAddActivate::run : RowsNormalizeAddActivate::run;
            case NORMALIZE_ACTIVATE_MASK -> geometry == PLANES ? PlanesNormalizeActivateMask::run : RowsNormalizeActivateMask::run;
            case NORMALIZE_ADD_ACTIVATE_MASK ->
                    geometry == PLANES ? PlanesNormalizeAddActivateMask::run : RowsNormalizeAddActivateMask::run;
            case GRADIENT_SUMS -> geometry == PLANES ? PlanesGradientSums::run : RowsGradientSums::run;
            case INPUT_GRADIENT -> geometry == PLANES ? PlanesInputGradient::run : RowsInputGradient::run;
            case ACTIVATION_GRADIENT -> ActivationGradient::run;
        };
    }
}
