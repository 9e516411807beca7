package org.lanewise.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Access to elements of 16 bits, as ints of which they are the lower half. */
public final class Halves {
    /** The bits of a vector of ints that has two of them: there are no vectors of two shorts. */
    private static final int TWO_INTS = 64;

    private static final int HALF = 16;

    private static final IntVector SHIFT_SECOND =
            IntVector.fromArray(IntVector.SPECIES_64, new int[] {0, HALF}, 0);

    private Halves() {}

    /** The vectors of shorts with as many lanes as ints have in some species; null where there are none. */
    public static VectorSpecies<Short> shorts(VectorSpecies<Integer> ints) {
        int bits = ints.vectorBitSize();
        return bits == TWO_INTS ? null : VectorSpecies.of(short.class, VectorShape.forBitSize(bits / 2));
    }

    /** The elements from a byte offset on, as many as the species of ints has. */
    public static IntVector load(
            MemorySegment segment, long offset, VectorSpecies<Short> shorts, VectorSpecies<Integer> ints) {
        if (shorts == null) {
            int both = segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
            return IntVector.broadcast(IntVector.SPECIES_64, both).lanewise(VectorOperators.LSHR, SHIFT_SECOND).and(0xffff);
        }
        return (IntVector) ShortVector.fromMemorySegment(shorts, segment, offset, ByteOrder.nativeOrder())
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, ints, 0);
    }

    /** Stores the lower halves. */
    public static void store(IntVector values, MemorySegment segment, long offset, VectorSpecies<Short> shorts) {
        ((ShortVector) values.convertShape(VectorOperators.I2S, shorts, 0))
                .intoMemorySegment(segment, offset, ByteOrder.nativeOrder());
    }
}
