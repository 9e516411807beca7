package org.lanewise.kernel.vector.bfloat16;

import org.lanewise.kernel.Geometry;
import org.lanewise.kernel.Kernel;
import org.lanewise.kernel.Operation;
import org.lanewise.kernel.vector.HalfKernels;
import org.lanewise.tensor.ElementType;

/** The vector provider for bfloat16. Its conversions are short enough for elementwise kernels of its own; sums go strip by strip. */
public final class VectorKernels extends HalfKernels {
    /** Its kernels. */
    public VectorKernels() {
        super(ElementType.BFLOAT16);
    }

    @Override
    public Kernel get(Operation operation, Geometry geometry) {
        return switch (operation) {
            case NORMALIZE -> geometry == Geometry.PLANES ? PlanesNormalize::run : RowsNormalize::run;
            case NORMALIZE_ACTIVATE -> geometry == Geometry.PLANES ? PlanesNormalizeActivate::run : RowsNormalizeActivate::run;
            case NORMALIZE_ADD_ACTIVATE ->
                    geometry == Geometry.PLANES ? PlanesNormalizeAddActivate::run : RowsNormalizeAddActivate::run;
            case NORMALIZE_ACTIVATE_MASK -> geometry == Geometry.PLANES ? ActivateMask::planes : ActivateMask::rows;
            case NORMALIZE_ADD_ACTIVATE_MASK -> geometry == Geometry.PLANES ? AddActivateMask::planes : AddActivateMask::rows;
            case ACTIVATION_GRADIENT -> ActivationGradient::run;
            case INPUT_GRADIENT -> geometry == Geometry.PLANES ? PlanesInputGradient::run : RowsInputGradient::run;
            case MOMENTS, GRADIENT_SUMS -> super.get(operation, geometry);
        };
    }
}
