package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.grid.Geometry.PLANES;

import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;

/** The list of elementwise kernels. */
final class Elementwise {
    private Elementwise() {}

    static Kernel kernel(Operation operation, Geometry geometry) {
        boolean planes = geometry == PLANES;
        return switch (operation) {
            case NORMALIZE -> planes ? PlanesNormalize::run : RowsNormalize::run;
            case NORMALIZE_ACTIVATE -> planes ? PlanesNormalizeActivate::run : RowsNormalizeActivate::run;
            case NORMALIZE_ADD_ACTIVATE -> planes ? PlanesNormalizeAddActivate::run : RowsNormalizeAddActivate::run;
            case NORMALIZE_ACTIVATE_MASK -> planes ? ActivateMask::planes : ActivateMask::rows;
            case NORMALIZE_ADD_ACTIVATE_MASK -> planes ? AddActivateMask::planes : AddActivateMask::rows;
            case INPUT_GRADIENT -> planes ? PlanesInputGradient::run : RowsInputGradient::run;
            case ACTIVATION_GRADIENT -> ActivationGradient::run;
            case MOMENTS, GRADIENT_SUMS ->
                throw new IllegalArgumentException("operation: " + operation + ", must be elementwise");
        };
    }
}
