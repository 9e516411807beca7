package org.lanewise.kernel.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.sums.BlockColumns;
import org.lanewise.kernel.sums.Blocks;
import org.lanewise.kernel.sums.Columns;
import org.lanewise.kernel.sums.Lanes;

/**
 * A thread's own memory for kernels, so that they allocate nothing. May hold anything before and after a unit. Sums lie
 * here between runs, not in vectors: C2 keeps vectors in registers only inside one method.
 */
public final class Scratch {
    /**
     * How far apart two parameters of one element lie: a strip and a vector more, for kernels that write whole vectors.
     */
    public static final int STRIDE = Grid.STRIP + Grid.LANES;

    // What is native here is for vectors. It begins with a line of the cache: a vector across two lines is slow.
    private static final long LINE = 64;

    /** Sums of a unit of planes: {@link Lanes}. */
    public final double[] sums = new double[Planes.MAX_WIDTH * Lanes.SLOT];

    /** Sums of a block of planes: {@link Blocks}. */
    public final float[] block = new float[2 * Blocks.LANES];

    /**
     * Four parameters of each element of a strip, of doubles at most; then the normalized strip; then two powers of
     * each element.
     */
    public final MemorySegment parameters = Arena.ofAuto().allocate(7L * STRIDE * Double.BYTES, LINE);

    /** Elements of x, dy and out of a type of 16 bits, as floats. */
    public final FloatStrips strips = new FloatStrips();

    /** Sums of a unit of rows: {@link Columns}. */
    public final MemorySegment columns = Arena.ofAuto().allocate(Columns.BYTES, LINE);

    private MemorySegment blockColumns;

    /** Sums of a block of rows: {@link BlockColumns}. Made at the first use: only bfloat16 has any. */
    public MemorySegment blockColumns() {
        if (blockColumns == null) {
            blockColumns = BlockColumns.allocate(LINE);
        }
        return blockColumns;
    }
}
