package org.lanewise.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.Lanes;

/** The vectors that sums are taken in, and how the virtual {@link Lanes} lie in them. */
final class Wide {
    private static final int MAX_BITS = 512;

    /** The machine's vectors of doubles, of 512 bits at most: {@link Lanes#LANES} lanes are then two vectors or more. */
    static final VectorSpecies<Double> SPECIES = VectorSpecies.of(
            double.class,
            VectorShape.forBitSize(Math.min(MAX_BITS, DoubleVector.SPECIES_PREFERRED.vectorBitSize())));

    /** The lanes of one vector: 2, 4 or 8. */
    static final int WIDTH = SPECIES.length();

    /**
     * Whether a sum has four vectors, else two. Four of 128 bits hold half of the lanes: see {@link #PASSES}. More than
     * four, twice (a sum and a sum of products), would not fit 16 registers.
     */
    static final boolean FOUR = Lanes.LANES / WIDTH >= 4;

    /** The lanes in all vectors of a sum. */
    static final int PASS = FOUR ? 4 * WIDTH : 2 * WIDTH;

    /** How often a part is walked to visit all lanes: once, with vectors of 128 bits twice. */
    static final int PASSES = Lanes.LANES / PASS;

    private Wide() {}

    static DoubleVector zero() {
        return DoubleVector.zero(SPECIES);
    }

    static DoubleVector broadcast(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    static DoubleVector load(double[] values, int i) {
        return DoubleVector.fromArray(SPECIES, values, i);
    }

    static void store(double[] values, int i, DoubleVector v0, DoubleVector v1, DoubleVector v2, DoubleVector v3) {
        v0.intoArray(values, i);
        v1.intoArray(values, i + WIDTH);
        v2.intoArray(values, i + 2 * WIDTH);
        v3.intoArray(values, i + 3 * WIDTH);
    }

    /** The sum of the lanes of one pass, by the tree of {@link Lanes}; v2 and v3 count where there are {@link #FOUR}. */
    static double fold(DoubleVector v0, DoubleVector v1, DoubleVector v2, DoubleVector v3) {
        return switch (WIDTH) {
            case 2 -> quarter(v0.add(v2), v1.add(v3));
            case 4 -> quarter(v0.add(v1)) + quarter(v2.add(v3));
            default -> half(v0) + half(v1);
        };
    }

    private static double quarter(DoubleVector a, DoubleVector b) {
        return Lanes.quarter(a.lane(0), a.lane(1), b.lane(0), b.lane(1));
    }

    private static double quarter(DoubleVector v) {
        return Lanes.quarter(v.lane(0), v.lane(1), v.lane(2), v.lane(3));
    }

    private static double half(DoubleVector v) {
        return Lanes.half(v.lane(0), v.lane(1), v.lane(2), v.lane(3), v.lane(4), v.lane(5), v.lane(6), v.lane(7));
    }
}
