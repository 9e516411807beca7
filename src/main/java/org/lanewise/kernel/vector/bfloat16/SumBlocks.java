package org.lanewise.kernel.vector.bfloat16;

import static org.lanewise.kernel.vector.SumVectors.WIDTH;
import static org.lanewise.kernel.vector.bfloat16.BFloat16Vectors.SPECIES;

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
import org.lanewise.kernel.vector.SumVectors;

/** {@link Blocks} and {@link BlockColumns} with vectors, for sums that lie in the order of pairs. */
final class SumBlocks {
    /** The lanes of {@link Blocks} that are summed at a time: a pair of vectors, as {@link #unpair} takes them. */
    static final int PASS = 2 * BFloat16Vectors.WIDTH;

    /** As many floats as a {@link SumVectors} vector has doubles. */
    private static final VectorSpecies<Float> NARROW =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SumVectors.SPECIES.vectorBitSize() / 2));

    /** {@link BlockColumns#start}, for kernels that go by pairs. */
    static final Kernel START = new Barrier(SumBlocks::start);

    /** Adds the sums of all columns to those in double, and sets them to 0. */
    static final Kernel ADD = new Barrier(SumBlocks::addColumns);

    private SumBlocks() {}

    /** The columns of a line in whole pairs of vectors. */
    static int pairs(int columns) {
        return columns & (0x7fff & -2 * BFloat16Vectors.WIDTH);
    }

    private static void start(Operands o, int unit, Scratch scratch) {
        int columns = ((Rows) o.grid).columns(unit);
        MemorySegment block = scratch.blockColumns();
        BlockColumns.start(block, columns, scratch.columns);
        Strips.pair(block, 0, BlockColumns.CENTERS, columns);
    }

    /** Puts the sums of all columns, which lie in pairs, into the order of columns. */
    static void unpairSums(MemorySegment block, int columns) {
        // One call in a loop, not two calls: all that C2 inlines into a kernel counts.
        int distance = BlockColumns.PRODUCTS - BlockColumns.SUMS;
        for (int sums = BlockColumns.SUMS; sums <= BlockColumns.PRODUCTS; sums += distance) {
            Strips.unpair(block, sums, columns);
        }
    }

    /** Puts the sums of a block of planes, whose lanes lie in pairs, into the order of lanes. */
    static void unpair(float[] block) {
        for (int l = 0; l < 2 * Blocks.LANES; l += PASS) {
            FloatVector evens = FloatVector.fromArray(SPECIES, block, l);
            FloatVector odds = FloatVector.fromArray(SPECIES, block, l + BFloat16Vectors.WIDTH);
            Strips.lower(evens, odds).intoArray(block, l);
            Strips.upper(evens, odds).intoArray(block, l + BFloat16Vectors.WIDTH);
        }
    }

    /** As {@link Blocks#add(float[], float, double[], int)}. */
    static void add(float[] block, float around, double[] sums, int slot) {
        DoubleVector deltas = SumVectors.broadcast(around - sums[slot + Lanes.CENTER]);
        for (int l = 0; l < Lanes.LANES; l += WIDTH) {
            DoubleVector s0 = widen(block, l);
            DoubleVector s1 = widen(block, l + Lanes.LANES);
            DoubleVector q0 = widen(block, l + Blocks.LANES);
            DoubleVector q1 = widen(block, l + Blocks.LANES + Lanes.LANES);
            SumVectors.load(sums, slot + l).add(s0).add(s1).intoArray(sums, slot + l);
            deltas.fma(
                            s0.add(s1),
                            SumVectors.load(sums, slot + Lanes.PRODUCTS + l)
                                    .add(q0)
                                    .add(q1))
                    .intoArray(sums, slot + Lanes.PRODUCTS + l);
        }
    }

    private static DoubleVector widen(float[] values, int i) {
        return (DoubleVector)
                FloatVector.fromArray(NARROW, values, i).convertShape(VectorOperators.F2D, SumVectors.SPECIES, 0);
    }

    private static void addColumns(Operands o, int unit, Scratch scratch) {
        int columns = ((Rows) o.grid).columns(unit);
        MemorySegment block = scratch.blockColumns();
        MemorySegment sums = scratch.columns;
        int whole = SumVectors.whole(columns);
        for (int j = 0; j < whole; j += WIDTH) {
            DoubleVector s = widen(block, BlockColumns.SUMS + j);
            DoubleVector q = widen(block, BlockColumns.PRODUCTS + j);
            DoubleVector deltas = widen(block, j).sub(SumVectors.load(sums, j));
            SumVectors.store(SumVectors.load(sums, Columns.SUMS + j).add(s), sums, Columns.SUMS + j);
            SumVectors.store(
                    deltas.fma(s, SumVectors.load(sums, Columns.PRODUCTS + j).add(q)), sums, Columns.PRODUCTS + j);
        }
        for (int j = whole; j < columns; j++) {
            BlockColumns.add(block, j, sums);
        }
        BlockColumns.clear(block, columns);
    }

    private static DoubleVector widen(MemorySegment block, int i) {
        return (DoubleVector) FloatVector.fromMemorySegment(NARROW, block, (long) i << 2, ByteOrder.nativeOrder())
                .convertShape(VectorOperators.F2D, SumVectors.SPECIES, 0);
    }
}
