package org.lanewise.kernel.vector.float32;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.lanewise.kernel.vector.float32.Float32Vectors.BITS;
import static org.lanewise.kernel.vector.float32.Float32Vectors.PAIRS;
import static org.lanewise.kernel.vector.float32.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.float32.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.bits;
import static org.lanewise.kernel.vector.float32.Float32Vectors.load;
import static org.lanewise.kernel.vector.float32.Float32Vectors.ofPair;
import static org.lanewise.kernel.vector.float32.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.LeakyRelu;
import org.lanewise.kernel.element.MaskBits;

/** Operation ACTIVATION_GRADIENT, by stretches of memory. */
public final class ActivationGradient {
    /** The elements that a loop takes at a time. */
    private static final int STEP = PAIRS ? 2 * WIDTH : WIDTH;

    private ActivationGradient() {}

    static void run(Operands o, int unit, Scratch scratch) {
        int pieces = o.grid.stretches(unit);
        for (int p = 0; p < pieces; p++) {
            long first = o.grid.stretchFirst(unit, p);
            run(o, first, o.grid.stretchLength(unit, p));
        }
    }

    /** A stretch of elements. */
    public static void run(Operands o, long first, int count) {
        MemorySegment from = o.dyActivated.asSlice(Float32.bytes(first), Float32.bytes(count));
        MemorySegment to = o.dy.asSlice(Float32.bytes(first), Float32.bytes(count));
        long[] mask = o.mask;
        long firstBit = o.firstBit + first;
        float slope = (float) o.negativeSlope;
        IntVector places =
                IntVector.broadcast(BITS, 1).lanewise(LSHL, IntVector.zero(BITS).addIndex(PAIRS ? 2 : 1));
        int i = 0;
        for (; i <= count - Long.SIZE; i += Long.SIZE) {
            long bits = MaskBits.from(mask, firstBit + i);
            for (int j = 0; j < Long.SIZE; j += STEP) {
                vectors(from, to, i + j, (int) (bits >>> j), places, slope);
            }
        }
        for (; i <= count - STEP; i += STEP) {
            vectors(from, to, i, (int) MaskBits.from(mask, firstBit + i), places, slope);
        }
        for (; i < count; i++) {
            Float32.set(to, i, LeakyRelu.gradient(Float32.get(from, i), MaskBits.isSet(mask, firstBit + i), slope));
        }
    }

    /**
     * A vector, or a pair of vectors, from element i on.
     *
     * @param set bits, that of element i as the lowest
     * @param places the places of the first vector's bits
     */
    private static void vectors(MemorySegment from, MemorySegment to, int i, int set, IntVector places, float slope) {
        if (PAIRS) {
            IntVector values = bits(from, i);
            FloatVector first = gradient(ofPair(values, 0), set, places, slope);
            store(first, gradient(ofPair(values, 1), set >>> 1, places, slope), to, i);
        } else {
            store(gradient(load(from, i), set, places, slope), to, i);
        }
    }

    private static FloatVector gradient(FloatVector values, int set, IntVector places, float slope) {
        return Activations.gradient(values, places.and(set).compare(NE, 0).cast(SPECIES), slope);
    }
}
