package org.lanewise.kernel.scalar.float32;

import static org.lanewise.kernel.grid.Geometry.PLANES;

import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;

/** The scalar kernels for float32: they run on any JVM. */
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
        boolean planes = geometry == PLANES;
        return switch (operation) {
            case MOMENTS -> planes ? PlanesMoments::run : RowsMoments::run;
            case GRADIENT_SUMS -> planes ? PlanesGradientSums::run : RowsGradientSums::run;
            case NORMALIZE -> planes ? PlanesNormalize::run : RowsNormalize::run;
            case NORMALIZE_ACTIVATE -> planes ? PlanesNormalizeActivate::run : RowsNormalizeActivate::run;
            case NORMALIZE_ADD_ACTIVATE -> planes ? PlanesNormalizeAddActivate::run : RowsNormalizeAddActivate::run;
            case NORMALIZE_ACTIVATE_MASK -> planes ? PlanesNormalizeActivateMask::run : RowsNormalizeActivateMask::run;
            case NORMALIZE_ADD_ACTIVATE_MASK ->
                planes ? PlanesNormalizeAddActivateMask::run : RowsNormalizeAddActivateMask::run;
            case INPUT_GRADIENT -> planes ? PlanesInputGradient::run : RowsInputGradient::run;
            case ACTIVATION_GRADIENT -> ActivationGradient::run;
        };
    }

    /** The same kernel: scalar kernels take the powers from the operands in any case. */
    @Override
    public Kernel extended(Operation operation, Geometry geometry) {
        return get(operation, geometry);
    }
}
