package org.lanewise.kernel.vector.bfloat16;

import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.S2I;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.BFloat16;

/**
 * Access to several consecutive bfloat16 elements: the vector twin of {@link BFloat16}. Methods with all species in constants: those
 * that were given them would also be compiled by themselves, into code so large that C2 would inline them nowhere.
 */
final class BFloat16Vectors {
    /** The vectors of elementwise arithmetic. */
    static final VectorSpecies<Float> SPECIES = Wide.SPECIES.withLanes(float.class);

    /** The elements in one vector of {@link #SPECIES}. */
    static final int WIDTH = SPECIES.length();

    /** Vectors of as many integers of a float's size. */
    static final VectorSpecies<Integer> BITS = SPECIES.withLanes(int.class);

    /** No: an access is some operations. */
    static final boolean OVERLAPS = false;

    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(BITS.vectorBitSize() / 2));

    // As in BFloat16Conversion.
    private static final int DROPPED = 16;
    private static final int BELOW_HALF = 0x7fff;

    private BFloat16Vectors() {}

    /** Elements i to i + {@link #WIDTH} - 1. */
    static FloatVector load(MemorySegment segment, long i) {
        ShortVector elements = ShortVector.fromMemorySegment(SHORTS, segment, BFloat16.bytes(i), ByteOrder.nativeOrder());
        return ((IntVector) elements.convertShape(S2I, BITS, 0)).lanewise(LSHL, DROPPED).reinterpretAsFloats();
    }

    /**
     * Stores elements i to i + {@link #WIDTH} - 1, to nearest, ties to even; a carry goes on into the exponent. A NaN needs no care,
     * because it has zeros where digits are dropped: those that come in are bfloat16s, {@link org.lanewise.exec.Parameters} has only
     * the usual one, and arithmetic makes no other.
     */
    static void store(FloatVector vector, MemorySegment segment, long i) {
        IntVector bits = vector.reinterpretAsInts();
        IntVector rounded = bits.add(bits.lanewise(LSHR, DROPPED).and(1)).add(BELOW_HALF).lanewise(LSHR, DROPPED);
        ((ShortVector) rounded.convertShape(I2S, SHORTS, 0))
                .intoMemorySegment(segment, BFloat16.bytes(i), ByteOrder.nativeOrder());
    }
}
