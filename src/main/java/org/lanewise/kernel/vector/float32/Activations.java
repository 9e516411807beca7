package org.lanewise.kernel.vector.float32;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.lanewise.kernel.vector.float32.Float32Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.lanewise.kernel.element.LeakyRelu;

/**
 * {@link LeakyRelu} of several elements, by masks. (To reinterpret vectors as bits would slow all kernels: the
 * interpreter does it by a store into an array. From then on C2 believes that any vector store may go to an array, and
 * checks each.)
 */
final class Activations {
    private Activations() {}

    /** The activation. */
    static FloatVector of(FloatVector z, float slope) {
        FloatVector zero = FloatVector.zero(SPECIES);
        return z.blend(scaled(z, slope, zero), z.compare(LE, zero));
    }

    /** Its gradient: values where the mask is set, else times the slope. */
    static FloatVector gradient(FloatVector values, VectorMask<Float> set, float slope) {
        return scaled(values, slope, FloatVector.zero(SPECIES)).blend(values, set);
    }

    private static FloatVector scaled(FloatVector values, float slope, FloatVector zero) {
        // An infinity becomes 0 too. A branch, since a program has mostly one slope, and C2 compiles what it has seen.
        return slope == 0 ? zero : values.mul(slope);
    }
}
