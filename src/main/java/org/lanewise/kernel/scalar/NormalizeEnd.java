package org.lanewise.kernel.scalar;

import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.LeakyRelu;
import org.lanewise.kernel.element.MaskWriter;

/**
 * What becomes of a normalized element before it is stored. Here nothing; with some constants changed, the same code makes the
 * kernels that add, activate and write a mask in the same pass.
 */
final class NormalizeEnd {
    private static final boolean ADDS = false;
    private static final boolean ACTIVATES = false;
    private static final boolean MASKS = false;

    private NormalizeEnd() {}

    /** For the elements from one on. */
    static MaskWriter bits(Operands o, long first) {
        return MASKS ? new MaskWriter(o.mask, first) : null;
    }

    /** Element i. */
    static float of(float normalized, Operands o, long i, MaskWriter bits) {
        float z = ADDS ? normalized + Float32.get(o.residual, i) : normalized;
        if (MASKS) {
            bits.add(!(z <= 0));
        }
        return ACTIVATES ? LeakyRelu.of(z, (float) o.negativeSlope) : z;
    }

    /** All elements are done. */
    static void close(MaskWriter bits) {
        if (MASKS) {
            bits.close();
        }
    }
}
