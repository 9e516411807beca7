package org.lanewise.kernel.call;

import java.lang.foreign.Arena;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.sums.Columns;

/**
 * A thread's memory for elements of 16 bits on their way through kernels for float32, strip by strip. Allocated at the
 * first use: most threads need none.
 */
public final class FloatStrips {
    /** The floats of each tensor: as many strips as rows are summed at a time. */
    private static final int SIZE = Columns.STREAMS * Grid.STRIP;

    private static final long LINE = 64;

    /** What the kernels for float32 are given: x, dy and out are these floats. */
    private Operands operands;

    private float[] floats;

    /** The operands, with the parameters of others. */
    public Operands operands(Operands others) {
        if (operands == null) {
            Operands fresh = new Operands();
            Arena arena = Arena.ofAuto();
            fresh.x = arena.allocate(Float32.bytes(SIZE), LINE);
            fresh.dy = arena.allocate(Float32.bytes(SIZE), LINE);
            fresh.out = arena.allocate(Float32.bytes(SIZE), LINE);
            // No operation has two of these.
            fresh.residual = fresh.dy;
            fresh.dyActivated = fresh.dy;
            floats = new float[Grid.STRIP];
            operands = fresh;
        }
        operands.floats = others.floats;
        operands.negativeSlope = others.negativeSlope;
        operands.mask = others.mask;
        return operands;
    }

    /** Drops the caller's mask at the end of a unit, so that this thread doesn't keep it reachable. */
    public void release() {
        operands.mask = null;
    }

    /** Room for the floats of a strip in the heap. */
    public float[] floats() {
        return floats;
    }
}
