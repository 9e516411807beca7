package org.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.lanewise.kernel.Activated;
import org.lanewise.kernel.Operands;

/**
 * {@link Activated}, of several elements. With masks instead of bits: the interpreter reinterprets a vector by a store into an array, which
 * C2 then believes to be where all other stores go too, and checks that at each.
 */
final class Activations {
    private Activations() {}

    /** The slope in each element. */
    static FloatVector slopes(Operands o) {
        return FloatVector.broadcast(SPECIES, (float) o.negativeSlope);
    }

    /** All or none: where the slope is 0, which is to give 0 of an infinity too. */
    static VectorMask<Float> dropped(Operands o) {
        return slopes(o).compare(EQ, 0);
    }

    /** The activation. */
    static FloatVector of(FloatVector z, FloatVector slopes, VectorMask<Float> dropped) {
        return z.blend(scaled(z, slopes, dropped), z.compare(LE, 0));
    }

    /** Its gradient: values where a bit is set, else times the slope. */
    static FloatVector gradient(FloatVector values, VectorMask<Float> set, FloatVector slopes, VectorMask<Float> dropped) {
        return scaled(values, slopes, dropped).blend(values, set);
    }

    private static FloatVector scaled(FloatVector values, FloatVector slopes, VectorMask<Float> dropped) {
        return values.mul(slopes).blend(0, dropped);
    }
}
