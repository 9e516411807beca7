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
 * A thread's own memory for kernels, so that they allocate nothing. May hold anything before and after a unit. (What is summed
 * lies here between runs, not in vectors: C2 keeps vectors in registers only inside one method.)
 */
public final class Scratch {
    /** Sums of a unit of planes: {@link Lanes}. */
    public final double[] sums = new double[Planes.MAX_WIDTH * Lanes.SLOT];

    /** The most elements in a strip of memory whose parameters are written out, and a vector more. */
    public static final int STRIP = Grid.STRIP + Grid.LANES;

    /** Sums of a block of planes: {@link Blocks}. */
    public final float[] block = new float[2 * Blocks.LANES];

    private static final long LINE = 64;

    // What vectors come by element after element is native, to begin with a line of the cache: across two they are slow.

    /**
     * Four parameters of each element of a strip, of doubles at most, the elements themselves on their way, and two
     * powers of each.
     */
    public final MemorySegment parameters = Arena.ofAuto().allocate(7L * STRIP * Double.BYTES, LINE);

    /** Elements of x, dy and out of a type of 16 bits, as floats, {@link Columns#STREAMS} strips each. */
    public final FloatStrips staged = new FloatStrips();

    private MemorySegment blockColumns;

    /** Sums of a unit of rows: {@link Columns}. */
    public final MemorySegment columns = Arena.ofAuto().allocate(Columns.BYTES, LINE);

    /** Sums of a block of rows: {@link BlockColumns}. Made at the first use: only bfloat16 has any. */
    public MemorySegment blockColumns() {
        if (blockColumns == null) {
            blockColumns = BlockColumns.allocate(LINE);
        }
        return blockColumns;
    }
}
