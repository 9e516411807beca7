package org.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.lanewise.kernel.element.LeakyRelu;

/**
 * {@link LeakyRelu}, of several elements. With masks instead of bits: the interpreter reinterprets a vector by a store into an array, which
 * C2 then believes to be where all other stores go too, and checks that at each.
 */
final class Activations {
    private Activations() {}

    /** The activation. */
    static FloatVector of(FloatVector z, float slope) {
        FloatVector zero = FloatVector.zero(SPECIES);
        return z.blend(scaled(z, slope, zero), z.compare(LE, zero));
    }

    /** Its gradient: values where a bit is set, else times the slope. */
    static FloatVector gradient(FloatVector values, VectorMask<Float> set, float slope) {
        return scaled(values, slope, FloatVector.zero(SPECIES)).blend(values, set);
    }

    private static FloatVector scaled(FloatVector values, float slope, FloatVector zero) {
        // 0 of an infinity too. A branch, as a program has mostly one slope, and C2 compiles what it has seen.
        return slope == 0 ? zero : values.mul(slope);
    }
}
