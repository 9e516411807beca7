package org.lanewise.kernel.vector.float16;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.Float16;
import org.lanewise.kernel.vector.Halves;

/**
 * Access to several consecutive float16 elements: the vector twin of {@link Float16}. By arithmetic of floats and ints, as the Vector API
 * of JDK 25 has no conversion.
 */
final class Float16Vectors {
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

    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7fff;
    private static final int INFINITY = 0x7c00;
    private static final int QUIET_NAN = 0x7e00;

    /** The bits of a float's fraction that a float16 has not. */
    private static final int DROPPED = 13;
    private static final int BELOW_HALF = 0xfff;

    /** Between the places of the sign. */
    private static final int SIGN_SHIFT = 16;
    private static final int FLOAT_MAGNITUDE = 0x7fffffff;
    private static final int FLOAT_INFINITY = 0x7f800000;

    /** The difference of the exponents' biases, 127 - 15, as a factor and in a float16's place. */
    private static final float REBIAS = 0x1p112f;
    private static final int BIAS = 112 << 10;

    /** The smallest normal float16. */
    private static final float MIN_NORMAL = 0x1p-14f;

    /** A float whose last digit is 2^-24, as that of subnormal float16s: adding it rounds to one. */
    private static final float ALIGN = 0.5f;
    private static final int ALIGN_BITS = Float.floatToRawIntBits(ALIGN);

    private Float16Vectors() {}

    /** Elements i to i + {@link #WIDTH} - 1. */
    static FloatVector load(MemorySegment segment, int i) {
        return toFloats(Halves.load(segment, Float16.bytes(i), SHORTS, INTS));
    }

    /** Stores elements i to i + {@link #WIDTH} - 1. */
    static void store(FloatVector vector, MemorySegment segment, int i) {
        Halves.store(fromFloats(vector), segment, Float16.bytes(i), SHORTS);
    }

    /** Elements i to i + {@link Wide#WIDTH} - 1, as doubles. */
    static DoubleVector widen(MemorySegment segment, int i) {
        return (DoubleVector) toFloats(Halves.load(segment, Float16.bytes(i), NARROW_SHORTS, NARROW_INTS))
                .convertShape(VectorOperators.F2D, Wide.SPECIES, 0);
    }

    private static FloatVector toFloats(IntVector halves) {
        IntVector sign = halves.and(SIGN).lanewise(VectorOperators.LSHL, SIGN_SHIFT);
        IntVector magnitude = halves.and(MAGNITUDE);
        // Subnormal ones are subnormal floats here, and become normal by the factor: exactly, as all others.
        IntVector shifted = magnitude.lanewise(VectorOperators.LSHL, DROPPED);
        IntVector finite = shifted.reinterpretAsFloats().mul(REBIAS).reinterpretAsInts();
        IntVector special = shifted.or(FLOAT_INFINITY);
        return finite.blend(special, magnitude.compare(VectorOperators.GE, INFINITY)).or(sign).reinterpretAsFloats();
    }

    private static IntVector fromFloats(FloatVector values) {
        IntVector bits = values.reinterpretAsInts();
        IntVector sign = bits.lanewise(VectorOperators.LSHR, SIGN_SHIFT).and(SIGN);
        IntVector magnitude = bits.and(FLOAT_MAGNITUDE);
        IntVector even = magnitude.lanewise(VectorOperators.LSHR, DROPPED).and(1);
        IntVector normal = magnitude.add(even).add(BELOW_HALF).lanewise(VectorOperators.LSHR, DROPPED).sub(BIAS).min(INFINITY);
        FloatVector small = magnitude.reinterpretAsFloats();
        IntVector subnormal = small.add(ALIGN).reinterpretAsInts().sub(ALIGN_BITS);
        VectorMask<Integer> isSubnormal = small.compare(VectorOperators.LT, MIN_NORMAL).cast(INTS);
        VectorMask<Integer> isNaN = values.compare(VectorOperators.NE, values).cast(INTS);
        return normal.blend(subnormal, isSubnormal).blend(QUIET_NAN, isNaN).or(sign);
    }
}
