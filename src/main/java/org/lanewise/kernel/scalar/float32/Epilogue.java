package org.lanewise.kernel.scalar.float32;

import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.LeakyRelu;
import org.lanewise.kernel.element.MaskWriter;

/**
 * What a kernel does with a normalized element before it stores it. With ADDS it adds the residual, with MASKS it
 * writes the mask's bit, with ACTIVATES it activates the element.
 */
final class Epilogue {
    private static final boolean ADDS = false;
    private static final boolean ACTIVATES = false;
    private static final boolean MASKS = false;

    private Epilogue() {}

    /** The writer of the mask, from an element on. */
    static MaskWriter bits(Operands o, long first) {
        return MASKS ? new MaskWriter(o.mask, first) : null;
    }

    /** The result for element i. */
    static float of(float normalized, Operands o, long i, MaskWriter bits) {
        float z = ADDS ? normalized + Float32.get(o.residual, i) : normalized;
        if (MASKS) {
            bits.add(!(z <= 0));
        }
        return ACTIVATES ? LeakyRelu.of(z, (float) o.negativeSlope) : z;
    }

    /** Ends the mask. */
    static void close(MaskWriter bits) {
        if (MASKS) {
            bits.close();
        }
    }
}
