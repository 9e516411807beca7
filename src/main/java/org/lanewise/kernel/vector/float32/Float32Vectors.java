package org.lanewise.kernel.vector.float32;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.vector.SumVectors;

/** Access to several consecutive float32 elements: the vector twin of {@link Float32}. */
final class Float32Vectors {
    /** The vectors of elementwise arithmetic. */
    static final VectorSpecies<Float> SPECIES = SumVectors.SPECIES.withLanes(float.class);

    /** Vectors of as many integers of the elements' size. */
    static final VectorSpecies<Integer> BITS = SPECIES.withLanes(int.class);

    /** The elements in one vector of {@link #SPECIES}. */
    static final int WIDTH = SPECIES.length();

    /**
     * Whether the last vector of a run overlaps the one before, instead of a scalar tail. That is a second copy of the
     * loop's body: too many nodes for C2 to inline where each access takes several operations.
     */
    static final boolean OVERLAPS = true;

    /** Whether elementwise loops go by pairs of vectors. No: nothing would be gained. */
    static final boolean PAIRS = false;

    /** As many floats as a {@link SumVectors} vector has doubles. */
    private static final VectorSpecies<Float> NARROW =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SumVectors.SPECIES.vectorBitSize() / 2));

    private Float32Vectors() {}

    /** Elements i to i + {@link #WIDTH} - 1. */
    static FloatVector load(MemorySegment segment, long i) {
        return FloatVector.fromMemorySegment(SPECIES, segment, Float32.bytes(i), ByteOrder.nativeOrder());
    }

    /** Stores elements i to i + {@link #WIDTH} - 1. */
    static void store(FloatVector vector, MemorySegment segment, long i) {
        vector.intoMemorySegment(segment, Float32.bytes(i), ByteOrder.nativeOrder());
    }

    /** The bits of a pair of vectors from element i on. */
    static IntVector bits(MemorySegment segment, long i) {
        return IntVector.fromMemorySegment(BITS, segment, Float32.bytes(i), ByteOrder.nativeOrder());
    }

    /** The first (0) or the second (1) vector of a pair: here both are these bits. */
    static FloatVector ofPair(IntVector bits, int which) {
        return bits.reinterpretAsFloats();
    }

    /** Stores a pair of vectors: here the first is all of it. */
    static void store(FloatVector first, FloatVector second, MemorySegment segment, long i) {
        store(first, segment, i);
    }

    /** Elements i to i + {@link SumVectors#WIDTH} - 1, as doubles. */
    static DoubleVector widen(MemorySegment segment, int i) {
        return (DoubleVector) FloatVector.fromMemorySegment(NARROW, segment, Float32.bytes(i), ByteOrder.nativeOrder())
                .convertShape(VectorOperators.F2D, SumVectors.SPECIES, 0);
    }
}
