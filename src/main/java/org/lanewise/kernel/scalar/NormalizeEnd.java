package org.lanewise.kernel.scalar;

import org.lanewise.kernel.Activated;
import org.lanewise.kernel.BitWriter;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;

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
    static BitWriter bits(Operands o, long first) {
        return MASKS ? new BitWriter(o.mask, first) : null;
    }

    /** Element i. */
    static float of(float normalized, Operands o, long i, BitWriter bits) {
        float z = ADDS ? normalized + Float32.get(o.residual, i) : normalized;
        if (MASKS) {
            bits.add(!(z <= 0));
        }
        return ACTIVATES ? Activated.of(z, (float) o.negativeSlope) : z;
    }

    /** All elements are done. */
    static void close(BitWriter bits) {
        if (MASKS) {
            bits.close();
        }
    }
}
