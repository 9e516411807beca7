package org.lanewise.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.sums.Lanes;

/** The vectors that sums are taken in, and how the virtual {@link Lanes} lie in them. */
public final class SumVectors {
    private static final int MAX_BITS = 512;

    /**
     * The machine's vectors of doubles, of 512 bits at most: {@link Lanes#LANES} lanes are then two vectors or more.
     */
    public static final VectorSpecies<Double> SPECIES = VectorSpecies.of(
            double.class, VectorShape.forBitSize(Math.min(MAX_BITS, DoubleVector.SPECIES_PREFERRED.vectorBitSize())));

    /** The lanes of one vector: 2, 4 or 8. */
    public static final int WIDTH = SPECIES.length();

    /**
     * Whether a sum of moments has four vectors, else two. Four of 128 bits hold half of the lanes: see
     * {@link #PASSES}. More than four, twice (a sum and a sum of products), would not fit 16 registers.
     */
    public static final boolean FOUR = Lanes.LANES / WIDTH >= 4;

    /** The lanes in all vectors of a sum. */
    public static final int PASS = FOUR ? 4 * WIDTH : 2 * WIDTH;

    /** How often a part is walked to visit all lanes: once, with vectors of 128 bits twice. */
    public static final int PASSES = Lanes.LANES / PASS;

    private SumVectors() {}

    /** The columns of a line in whole vectors. Masked, so that C2 knows them to be few: no index to them overflows. */
    public static int whole(int columns) {
        return columns & (0x7fff & -WIDTH);
    }

    /** Zeros. */
    public static DoubleVector zero() {
        return DoubleVector.zero(SPECIES);
    }

    /** One value in all lanes. */
    public static DoubleVector broadcast(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    /** Doubles i to i + {@link #WIDTH} - 1 of an array. */
    public static DoubleVector load(double[] values, int i) {
        return DoubleVector.fromArray(SPECIES, values, i);
    }

    /** Doubles i to i + {@link #WIDTH} - 1 of a segment. */
    public static DoubleVector load(MemorySegment values, int i) {
        return DoubleVector.fromMemorySegment(SPECIES, values, (long) i << 3, ByteOrder.nativeOrder());
    }

    /** Stores doubles i to i + {@link #WIDTH} - 1 of a segment. */
    public static void store(DoubleVector vector, MemorySegment values, int i) {
        vector.intoMemorySegment(values, (long) i << 3, ByteOrder.nativeOrder());
    }

    /** The third and fourth vector of a sum, where there are {@link #FOUR}; else nothing that counts. */
    public static DoubleVector loadIfFour(double[] values, int i) {
        return FOUR ? load(values, i) : zero();
    }

    /**
     * Adds the lanes that are half of {@link Lanes#LANES} apart, the first level of their tree, and stores the sums.
     * Where a sum has one pass; v2 and v3 count where there are {@link #FOUR}.
     */
    public static void storeHalves(
            DoubleVector v0, DoubleVector v1, DoubleVector v2, DoubleVector v3, double[] values, int i) {
        if (FOUR) {
            v0.add(v2).intoArray(values, i);
            v1.add(v3).intoArray(values, i + WIDTH);
        } else {
            v0.add(v1).intoArray(values, i);
        }
    }

    /**
     * Stores the lanes of one pass; v2 and v3 count where there are {@link #FOUR}. (To take lanes out of vectors
     * instead is so many nodes to C2 that it stops inlining, and boxes the sums.)
     */
    public static void store(
            DoubleVector v0, DoubleVector v1, DoubleVector v2, DoubleVector v3, double[] values, int i) {
        v0.intoArray(values, i);
        v1.intoArray(values, i + WIDTH);
        if (FOUR) {
            v2.intoArray(values, i + 2 * WIDTH);
            v3.intoArray(values, i + 3 * WIDTH);
        }
    }
}
