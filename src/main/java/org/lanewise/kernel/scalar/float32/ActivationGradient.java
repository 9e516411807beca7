package org.lanewise.kernel.scalar.float32;

import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.LeakyRelu;
import org.lanewise.kernel.element.MaskBits;

/** Operation ACTIVATION_GRADIENT, by stretches of memory. */
final class ActivationGradient {
    private ActivationGradient() {}

    static void run(Operands o, int unit, Scratch scratch) {
        float slope = (float) o.negativeSlope;
        for (int p = 0; p < o.grid.stretches(unit); p++) {
            long first = o.grid.stretchFirst(unit, p);
            for (long e = first; e < first + o.grid.stretchLength(unit, p); e++) {
                boolean above = MaskBits.isSet(o.mask, e);
                Float32.set(o.dy, e, LeakyRelu.gradient(Float32.get(o.dyActivated, e), above, slope));
            }
        }
    }
}
