package org.lanewise.kernel.vector.float64;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.element.Float64;
import org.lanewise.kernel.vector.SumVectors;

/** Access to several consecutive float64 elements: the vector twin of {@link Float64}. */
final class Float64Vectors {
    /** The vectors of elementwise arithmetic. */
    static final VectorSpecies<Double> SPECIES = SumVectors.SPECIES;

    /** Vectors of as many integers of the elements' size. */
    static final VectorSpecies<Long> BITS = SPECIES.withLanes(long.class);

    /** The elements in one vector of {@link #SPECIES}. */
    static final int WIDTH = SPECIES.length();

    /** As float32's. */
    static final boolean OVERLAPS = true;

    /** Whether elementwise loops go by pairs of vectors. As float32's: no. */
    static final boolean PAIRS = false;

    private Float64Vectors() {}

    /** Elements i to i + {@link #WIDTH} - 1. */
    static DoubleVector load(MemorySegment segment, long i) {
        return DoubleVector.fromMemorySegment(SPECIES, segment, Float64.bytes(i), ByteOrder.nativeOrder());
    }

    /** Stores elements i to i + {@link #WIDTH} - 1. */
    static void store(DoubleVector vector, MemorySegment segment, long i) {
        vector.intoMemorySegment(segment, Float64.bytes(i), ByteOrder.nativeOrder());
    }

    /** The bits of a pair of vectors from element i on. */
    static LongVector bits(MemorySegment segment, long i) {
        return LongVector.fromMemorySegment(BITS, segment, Float64.bytes(i), ByteOrder.nativeOrder());
    }

    /** The first (0) or the second (1) vector of a pair: here both are these bits. */
    static DoubleVector ofPair(LongVector bits, int which) {
        return bits.reinterpretAsDoubles();
    }

    /** Stores a pair of vectors: here the first is all of it. */
    static void store(DoubleVector first, DoubleVector second, MemorySegment segment, long i) {
        store(first, segment, i);
    }

    /** Elements i to i + {@link SumVectors#WIDTH} - 1: the same, as sums are taken in double too. */
    static DoubleVector widen(MemorySegment segment, int i) {
        return load(segment, i);
    }
}
