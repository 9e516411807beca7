package org.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.lanewise.kernel.Activated;

/**
 * {@link Activated}, of several elements. With masks instead of bits: the interpreter reinterprets a vector by a store into an array, which
 * C2 then believes to be where all other stores go too, and checks that at each.
 */
final class Activations {
    private Activations() {}

    /** The activation. */
    static FloatVector of(FloatVector z, float slope) {
        return z.blend(scaled(z, slope), z.compare(LE, 0));
    }

    /** Its gradient: values where a bit is set, else times the slope. */
    static FloatVector gradient(FloatVector values, VectorMask<Float> set, float slope) {
        return scaled(values, slope).blend(values, set);
    }

    private static FloatVector scaled(FloatVector values, float slope) {
        // A slope of 0 is to give 0 of an infinity too. Both of these are made in the loop, out of which C2 takes them: vectors that are made
        // once per channel become objects where C2 has seen that code too seldom to inline it.
        return values.mul(FloatVector.broadcast(SPECIES, slope)).blend(0, SPECIES.maskAll(slope == 0));
    }
}
