package org.lanewise.kernel.vector.bfloat16;

import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.grid.Geometry;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.vector.HalfKernels;
import org.lanewise.tensor.ElementType;

/** The vector provider for bfloat16. Its conversions are short enough for kernels of its own; sums in double go strip by strip. */
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
            case MOMENTS -> inBlocks(geometry == Geometry.PLANES ? PlanesBlockMoments::run : RowsBlockMoments::run, operation, geometry);
            case GRADIENT_SUMS ->
                    inBlocks(geometry == Geometry.PLANES ? PlanesBlockGradientSums::run : RowsBlockGradientSums::run, operation, geometry);
        };
    }

    /** A kernel for what is summed in blocks, and strip by strip what is not. */
    private Kernel inBlocks(Kernel blocks, Operation operation, Geometry geometry) {
        Kernel others = super.get(operation, geometry);
        return (o, unit, scratch) -> (Blocks.areIn(o.grid, unit) ? blocks : others).run(o, unit, scratch);
    }
}
