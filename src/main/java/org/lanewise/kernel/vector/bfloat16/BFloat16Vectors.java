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
import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.element.BFloat16;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.vector.SumVectors;

/**
 * Access to several consecutive bfloat16 elements: the vector twin of {@link BFloat16}. All species are constants here.
 * C2 would also compile by itself a method with a species as parameter, into code so large that it would inline the
 * method nowhere.
 */
final class BFloat16Vectors {
    /** The vectors of elementwise arithmetic. */
    static final VectorSpecies<Float> SPECIES = SumVectors.SPECIES.withLanes(float.class);

    /** The elements in one vector of {@link #SPECIES}. */
    static final int WIDTH = SPECIES.length();

    /** Vectors of as many integers of a float's size. */
    static final VectorSpecies<Integer> BITS = SPECIES.withLanes(int.class);

    /** No: an access is some operations. */
    static final boolean OVERLAPS = false;

    /**
     * Yes: an integer of 32 bits is two elements. Each becomes a float by one operation, and both, rounded, become one
     * integer again by three. To widen and to narrow lanes takes more than that, for each vector.
     */
    static final boolean PAIRS = true;

    // As vectors, since to make them in each loop would be much for C2 to inline.
    private static final IntVector UPPER = IntVector.broadcast(BITS, 0xffff0000);
    private static final IntVector ONE = IntVector.broadcast(BITS, 1);
    private static final IntVector BELOW_HALF = IntVector.broadcast(BITS, 0x7fff);

    /** Which vector of a pair lies in the integers' upper bits. */
    private static final int IN_UPPER_BITS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 0;

    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(BITS.vectorBitSize() / 2));

    private static final int DROPPED = 16;

    private BFloat16Vectors() {}

    /** Elements i to i + {@link #WIDTH} - 1. */
    static FloatVector load(MemorySegment segment, long i) {
        ShortVector elements =
                ShortVector.fromMemorySegment(SHORTS, segment, BFloat16.bytes(i), ByteOrder.nativeOrder());
        return ((IntVector) elements.convertShape(S2I, BITS, 0))
                .lanewise(LSHL, DROPPED)
                .reinterpretAsFloats();
    }

    /** Copies elements first to first + count - 1 as floats to place {@code at} and on. */
    static void widen(MemorySegment from, long first, int count, MemorySegment to, int at, FloatStrips strips) {
        MemorySegment elements = from.asSlice(BFloat16.bytes(first), BFloat16.bytes(count));
        MemorySegment floats = to.asSlice(Float32.bytes(at), Float32.bytes(count));
        int i = 0;
        for (; i <= count - WIDTH; i += WIDTH) {
            ShortVector shorts =
                    ShortVector.fromMemorySegment(SHORTS, elements, BFloat16.bytes(i), ByteOrder.nativeOrder());
            ((IntVector) shorts.convertShape(S2I, BITS, 0))
                    .lanewise(LSHL, DROPPED)
                    .intoMemorySegment(floats, Float32.bytes(i), ByteOrder.nativeOrder());
        }
        for (; i < count; i++) {
            Float32.set(floats, i, BFloat16.get(elements, i));
        }
    }

    /** The bits of a pair of vectors from element i on. */
    static IntVector bits(MemorySegment segment, long i) {
        return IntVector.fromMemorySegment(BITS, segment, BFloat16.bytes(i), ByteOrder.nativeOrder());
    }

    /** The first (0) or the second (1) vector of a pair: every second element, from the first or the second on. */
    static FloatVector ofPair(IntVector bits, int which) {
        return (which == IN_UPPER_BITS ? bits.and(UPPER) : bits.lanewise(LSHL, DROPPED)).reinterpretAsFloats();
    }

    /**
     * Stores elements i to i + {@link #WIDTH} - 1, rounded to nearest, ties to even; a carry goes on into the exponent.
     * A NaN stays NaN, because it has zeros where digits are dropped: those that come in are bfloat16s, the parameters
     * hold only the usual one, and arithmetic makes no other.
     */
    static void store(FloatVector vector, MemorySegment segment, long i) {
        ((ShortVector) rounded(vector).lanewise(LSHR, DROPPED).convertShape(I2S, SHORTS, 0))
                .intoMemorySegment(segment, BFloat16.bytes(i), ByteOrder.nativeOrder());
    }

    /** Stores a pair of vectors: their elements in turn. */
    static void store(FloatVector first, FloatVector second, MemorySegment segment, long i) {
        IntVector lower = rounded(IN_UPPER_BITS == 1 ? first : second).lanewise(LSHR, DROPPED);
        IntVector upper = rounded(IN_UPPER_BITS == 1 ? second : first).and(UPPER);
        lower.or(upper).intoMemorySegment(segment, BFloat16.bytes(i), ByteOrder.nativeOrder());
    }

    /** The upper bits are the elements. */
    private static IntVector rounded(FloatVector vector) {
        IntVector bits = vector.reinterpretAsInts();
        return bits.add(bits.lanewise(LSHR, DROPPED).and(ONE)).add(BELOW_HALF);
    }
}
