package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Wide.WIDTH;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.BlockColumns;
import org.lanewise.kernel.Blocks;
import org.lanewise.kernel.Columns;
import org.lanewise.kernel.Lanes;

/** {@link Blocks} and {@link BlockColumns}, with vectors. */
final class WideBlocks {
    /**
     * The lanes of {@link Blocks} that are summed at a time, two vectors. (Conversions from 16 bits are many nodes to C2: with those of
     * four vectors in a loop it stops inlining.)
     */
    static final int PASS = 2 * Float32Vectors.WIDTH;

    /** As many floats as a {@link Wide} vector has doubles. */
    private static final VectorSpecies<Float> NARROW =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Wide.SPECIES.vectorBitSize() / 2));

    private WideBlocks() {}

    /** The columns of a line in whole vectors of floats: as {@link Wide#whole}. */
    static int whole(int columns) {
        return columns & (0x7fff & -Float32Vectors.WIDTH);
    }

    /** As {@link Blocks#add(float[], float, double[], int)}. */
    static boolean add(float[] block, float around, double[] sums, int slot) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector check = zero;
        for (int l = 0; l < 2 * Blocks.LANES; l += Float32Vectors.WIDTH) {
            check = FloatVector.fromArray(SPECIES, block, l).fma(zero, check);
        }
        // Sums times 0 are 0 or NaN, whatever the order in which lanes are added.
        if (check.reduceLanes(VectorOperators.ADD) != 0) {
            return false;
        }
        DoubleVector deltas = Wide.broadcast(around - sums[slot + Lanes.CENTER]);
        for (int l = 0; l < Lanes.LANES; l += WIDTH) {
            DoubleVector s0 = widen(block, l);
            DoubleVector s1 = widen(block, l + Lanes.LANES);
            DoubleVector q0 = widen(block, l + Blocks.LANES);
            DoubleVector q1 = widen(block, l + Blocks.LANES + Lanes.LANES);
            Wide.load(sums, slot + l).add(s0).add(s1).intoArray(sums, slot + l);
            deltas.fma(s0.add(s1), Wide.load(sums, slot + Lanes.SECOND + l).add(q0).add(q1))
                    .intoArray(sums, slot + Lanes.SECOND + l);
        }
        return true;
    }

    private static DoubleVector widen(float[] values, int i) {
        return (DoubleVector) FloatVector.fromArray(NARROW, values, i).convertShape(VectorOperators.F2D, Wide.SPECIES, 0);
    }

    /**
     * Adds the sums of all columns to those in double, and begins anew. Where one is not finite the column is left to
     * {@link BlockColumns#takeUnsummed}.
     *
     * @return whether all were finite
     */
    static boolean add(MemorySegment block, int columns, MemorySegment sums) {
        int whole = Wide.whole(columns);
        if (!areFinite(block, columns)) {
            whole = 0;
        }
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector s = widen(block, BlockColumns.FIRST + j);
            DoubleVector q = widen(block, BlockColumns.SECOND + j);
            DoubleVector deltas = widen(block, j).sub(Wide.load(sums, j));
            Wide.store(Wide.load(sums, Columns.FIRST + j).add(s), sums, Columns.FIRST + j);
            Wide.store(deltas.fma(s, Wide.load(sums, Columns.SECOND + j).add(q)), sums, Columns.SECOND + j);
        }
        BlockColumns.begin(block, whole);
        boolean finite = true;
        for (int j = whole; j < columns; j++) {
            finite &= BlockColumns.add(block, j, sums);
        }
        return finite;
    }

    private static boolean areFinite(MemorySegment block, int columns) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector check = zero;
        int whole = whole(columns);
        for (int j = 0; j < whole; j += Float32Vectors.WIDTH) {
            check = Strips.load(block, BlockColumns.FIRST + j).fma(zero, Strips.load(block, BlockColumns.SECOND + j).fma(zero, check));
        }
        return check.reduceLanes(VectorOperators.ADD) == 0 && (whole == columns || BlockColumns.areFinite(block, whole, columns));
    }

    private static DoubleVector widen(MemorySegment block, int i) {
        return (DoubleVector) FloatVector.fromMemorySegment(NARROW, block, (long) i << 2, ByteOrder.nativeOrder())
                .convertShape(VectorOperators.F2D, Wide.SPECIES, 0);
    }
}
