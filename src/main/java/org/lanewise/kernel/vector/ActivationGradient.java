package org.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.lanewise.kernel.vector.Float32Vectors.BITS;
import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.load;
import static org.lanewise.kernel.vector.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.Activated;
import org.lanewise.kernel.Bits;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Scratch;

/** Operation ACTIVATION_GRADIENT: piece by piece of memory. */
final class ActivationGradient {
    private ActivationGradient() {}

    static void run(Operands o, int unit, Scratch scratch) {
        int pieces = o.grid.pieces(unit);
        for (int p = 0; p < pieces; p++) {
            long first = o.grid.pieceFirst(unit, p);
            run(o, first, o.grid.pieceLength(unit, p));
        }
    }

    /** The elements from one on. */
    static void run(Operands o, long first, int count) {
        MemorySegment from = o.dyActivated.asSlice(Float32.bytes(first), Float32.bytes(count));
        MemorySegment to = o.dy.asSlice(Float32.bytes(first), Float32.bytes(count));
        long[] mask = o.mask;
        long firstBit = o.firstBit + first;
        float slope = (float) o.negativeSlope;
        IntVector places = IntVector.broadcast(BITS, 1).lanewise(LSHL, IntVector.zero(BITS).addIndex(1));
        int i = 0;
        for (; i <= count - Long.SIZE; i += Long.SIZE) {
            long bits = Bits.from(mask, firstBit + i);
            for (int j = 0; j < Long.SIZE; j += WIDTH) {
                FloatVector values = load(from, i + j);
                store(Activations.gradient(values, places.and((int) (bits >>> j)).compare(NE, 0).cast(SPECIES), slope), to, i + j);
            }
        }
        for (; i <= count - WIDTH; i += WIDTH) {
            int bits = (int) Bits.from(mask, firstBit + i);
            store(Activations.gradient(load(from, i), places.and(bits).compare(NE, 0).cast(SPECIES), slope), to, i);
        }
        for (; i < count; i++) {
            Float32.set(to, i, Activated.gradient(Float32.get(from, i), Bits.isSet(mask, firstBit + i), slope));
        }
    }
}
