package org.lanewise.kernel.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.sums.Columns;

/** Elements of a type of 16 bits on their way through kernels for float32. Made at the first use: most threads need none. */
public final class FloatStrips {
    /** The elements in a strip. */
    public static final int STRIP = Grid.STRIP;

    /** The elements of a tensor. */
    public static final int SIZE = Columns.STREAMS * STRIP;

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
            floats = new float[STRIP];
            operands = fresh;
        }
        operands.floats = others.floats;
        operands.negativeSlope = others.negativeSlope;
        operands.mask = others.mask;
        return operands;
    }

    /** A unit is done: what belongs to a caller is not kept reachable. */
    public void release() {
        operands.mask = null;
    }

    /** Room for the floats of a strip in the heap. */
    public float[] floats() {
        return floats;
    }
}
