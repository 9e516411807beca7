package org.lanewise.kernel.vector.bfloat16;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.BFloat16;
import org.lanewise.kernel.vector.Halves;

/** Access to several consecutive bfloat16 elements: the vector twin of {@link BFloat16}. */
final class BFloat16Vectors {
    /** The vectors of elementwise arithmetic. */
    static final VectorSpecies<Float> SPECIES = Wide.SPECIES.withLanes(float.class);

    /** The elements in one vector of {@link #SPECIES}. */
    static final int WIDTH = SPECIES.length();

    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final VectorSpecies<Short> SHORTS = Halves.shorts(INTS);

    /** As many ints as a {@link Wide} vector has doubles. */
    private static final VectorSpecies<Integer> NARROW_INTS =
            VectorSpecies.of(int.class, VectorShape.forBitSize(Wide.SPECIES.vectorBitSize() / 2));
    private static final VectorSpecies<Short> NARROW_SHORTS = Halves.shorts(NARROW_INTS);

    // As in BFloat16Conversion.
    private static final int DROPPED = 16;
    private static final int BELOW_HALF = 0x7fff;
    private static final int QUIET = 0x40;

    private BFloat16Vectors() {}

    /** Elements i to i + {@link #WIDTH} - 1. */
    static FloatVector load(MemorySegment segment, int i) {
        return toFloats(Halves.load(segment, BFloat16.bytes(i), SHORTS, INTS));
    }

    /** Stores elements i to i + {@link #WIDTH} - 1. */
    static void store(FloatVector vector, MemorySegment segment, int i) {
        Halves.store(fromFloats(vector), segment, BFloat16.bytes(i), SHORTS);
    }

    /** Elements i to i + {@link Wide#WIDTH} - 1, as doubles. */
    static DoubleVector widen(MemorySegment segment, int i) {
        return (DoubleVector) toFloats(Halves.load(segment, BFloat16.bytes(i), NARROW_SHORTS, NARROW_INTS))
                .convertShape(VectorOperators.F2D, Wide.SPECIES, 0);
    }

    private static FloatVector toFloats(IntVector halves) {
        return halves.lanewise(VectorOperators.LSHL, DROPPED).reinterpretAsFloats();
    }

    private static IntVector fromFloats(FloatVector values) {
        IntVector bits = values.reinterpretAsInts();
        IntVector upper = bits.lanewise(VectorOperators.LSHR, DROPPED);
        IntVector rounded = bits.add(upper.and(1)).add(BELOW_HALF).lanewise(VectorOperators.LSHR, DROPPED);
        VectorMask<Integer> isNaN = values.compare(VectorOperators.NE, values).cast(INTS);
        return rounded.blend(upper.or(QUIET), isNaN);
    }
}
