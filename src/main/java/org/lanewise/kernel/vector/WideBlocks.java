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
import org.lanewise.kernel.c2.Barrier;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.grid.Rows;
import org.lanewise.kernel.sums.BlockColumns;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Lanes;

/** {@link Blocks} and {@link BlockColumns}, with vectors. */
final class WideBlocks {
    /** The lanes of {@link Blocks} that are summed at a time: a pair of vectors, as {@link #unpair} takes them. */
    static final int PASS = 2 * Float32Vectors.WIDTH;

    /** As many floats as a {@link Wide} vector has doubles. */
    private static final VectorSpecies<Float> NARROW =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Wide.SPECIES.vectorBitSize() / 2));

    private WideBlocks() {}

    /** The columns of a line in whole pairs of vectors. */
    static int pairs(int columns) {
        return columns & (0x7fff & -2 * Float32Vectors.WIDTH);
    }

    /** {@link BlockColumns#start}, for kernels that go by pairs. */
    static final Kernel START = new Barrier(WideBlocks::start);

    /** Adds the sums of all columns to those in double, and begins anew. */
    static final Kernel ADD = new Barrier(WideBlocks::addColumns);

    private static void start(Operands o, int unit, Scratch scratch) {
        int columns = ((Rows) o.grid).columns(unit);
        MemorySegment block = scratch.blockColumns();
        BlockColumns.start(block, columns, scratch.columns);
        Strips.pair(block, 0, BlockColumns.CENTERS, columns);
    }

    /** Puts the sums of all columns, which lie in pairs, into the order of columns. */
    static void unpairSums(MemorySegment block, int columns) {
        // In one loop, as all that is inlined into a kernel counts.
        for (int sums = BlockColumns.FIRST; sums <= BlockColumns.SECOND; sums += BlockColumns.SECOND - BlockColumns.FIRST) {
            Strips.unpair(block, sums, columns);
        }
    }

    /** Puts the sums of a block of planes, whose lanes lie in pairs, into the order of lanes. */
    static void unpair(float[] block) {
        for (int l = 0; l < 2 * Blocks.LANES; l += PASS) {
            FloatVector evens = FloatVector.fromArray(SPECIES, block, l);
            FloatVector odds = FloatVector.fromArray(SPECIES, block, l + Float32Vectors.WIDTH);
            Strips.lower(evens, odds).intoArray(block, l);
            Strips.upper(evens, odds).intoArray(block, l + Float32Vectors.WIDTH);
        }
    }

    /** As {@link Blocks#add(float[], float, double[], int)}. */
    static void add(float[] block, float around, double[] sums, int slot) {
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
    }

    private static DoubleVector widen(float[] values, int i) {
        return (DoubleVector) FloatVector.fromArray(NARROW, values, i).convertShape(VectorOperators.F2D, Wide.SPECIES, 0);
    }

    private static void addColumns(Operands o, int unit, Scratch scratch) {
        int columns = ((Rows) o.grid).columns(unit);
        MemorySegment block = scratch.blockColumns();
        MemorySegment sums = scratch.columns;
        int whole = Wide.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector s = widen(block, BlockColumns.FIRST + j);
            DoubleVector q = widen(block, BlockColumns.SECOND + j);
            DoubleVector deltas = widen(block, j).sub(Wide.load(sums, j));
            Wide.store(Wide.load(sums, Columns.FIRST + j).add(s), sums, Columns.FIRST + j);
            Wide.store(deltas.fma(s, Wide.load(sums, Columns.SECOND + j).add(q)), sums, Columns.SECOND + j);
        }
        for (int j = whole; j < columns; j++) {
            BlockColumns.add(block, j, sums);
        }
        BlockColumns.begin(block, columns);
    }

    private static DoubleVector widen(MemorySegment block, int i) {
        return (DoubleVector) FloatVector.fromMemorySegment(NARROW, block, (long) i << 2, ByteOrder.nativeOrder())
                .convertShape(VectorOperators.F2D, Wide.SPECIES, 0);
    }
}
