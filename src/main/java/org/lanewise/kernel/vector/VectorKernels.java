package org.lanewise.kernel.vector;

import static org.lanewise.kernel.grid.Geometry.PLANES;

import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;

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
        return switch (operation) {
            case MOMENTS -> geometry == PLANES ? PlanesMoments::run : RowsMoments::run;
            case NORMALIZE -> geometry == PLANES ? PlanesNormalize::run : RowsNormalize::run;
            case NORMALIZE_ACTIVATE -> geometry == PLANES ? PlanesNormalizeActivate::run : RowsNormalizeActivate::run;
            case NORMALIZE_ADD_ACTIVATE -> geometry == PLANES ? PlanesNormalizeAddActivate::run : RowsNormalizeAddActivate::run;
            case NORMALIZE_ACTIVATE_MASK -> geometry == PLANES ? ActivateMask::planes : ActivateMask::rows;
            case NORMALIZE_ADD_ACTIVATE_MASK -> geometry == PLANES ? AddActivateMask::planes : AddActivateMask::rows;
            case GRADIENT_SUMS -> geometry == PLANES ? PlanesGradientSums::run : RowsGradientSums::run;
            case INPUT_GRADIENT -> geometry == PLANES ? PlanesInputGradient::run : RowsInputGradient::run;
            case ACTIVATION_GRADIENT -> ActivationGradient::run;
        };
    }
}
