package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.call.Operands.HALF;
import static org.lanewise.kernel.vector.float32.Float32Vectors.OVERLAPS;
import static org.lanewise.kernel.vector.float32.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.float32.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.bits;
import static org.lanewise.kernel.vector.float32.Float32Vectors.load;
import static org.lanewise.kernel.vector.float32.Float32Vectors.ofPair;
import static org.lanewise.kernel.vector.float32.Float32Vectors.store;
import static org.lanewise.kernel.vector.float32.Strips.FACTORS_OF_X;
import static org.lanewise.kernel.vector.float32.Strips.POWERS_OF_DY;
import static org.lanewise.kernel.vector.float32.Strips.POWERS_OF_X;
import static org.lanewise.kernel.vector.float32.Strips.SCALES;
import static org.lanewise.kernel.vector.float32.Strips.SHIFTS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Rows;

/** Operation INPUT_GRADIENT over rows: line by line, each a strip. */
public final class RowsInputGradient {
    private static final boolean EXTENDED = false;

    /** As in PlanesNormalize. */
    private static final boolean PAIRS = Float32Vectors.PAIRS && !EXTENDED;

    private RowsInputGradient() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        Strips.write(o, grid, unit, scratch.parameters, true, EXTENDED, PAIRS);
        for (int line = 0; line < height; line++) {
            run(o, first + line * stride, columns, scratch.parameters);
        }
        if (grid.rest(unit) > 0) {
            run(o, first + height * stride, grid.rest(unit), scratch.parameters);
        }
    }

    /** A strip, or the first elements of one, with parameters p. */
    public static void run(Operands o, long first, int elements, MemorySegment p) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(elements));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(elements));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(elements));
        FloatVector halves = FloatVector.broadcast(SPECIES, HALF);
        // Where vectors overlap, the last one comes first, as out may be x.
        int last = elements - WIDTH;
        if (!OVERLAPS || last < 0) {
            int i = 0;
            for (; PAIRS && i <= last - WIDTH; i += 2 * WIDTH) {
                IntVector xs = bits(x, i);
                IntVector ds = bits(dy, i);
                FloatVector g0 = gradient(ofPair(xs, 0), ofPair(ds, 0), i, 0, halves, p);
                FloatVector g1 = gradient(ofPair(xs, 1), ofPair(ds, 1), i, WIDTH, halves, p);
                store(g0, g1, out, i);
            }
            for (; EXTENDED && !PAIRS && i <= last; i += WIDTH) {
                store(gradient(load(x, i), load(dy, i), i, 0, halves, p), out, i);
            }
            for (; i < elements; i++) {
                int j = Strips.place(i, PAIRS);
                float h =
                        Math.fma(Float32.get(x, i), EXTENDED ? Strips.get(p, POWERS_OF_X + j) : HALF, Strips.get(p, j));
                float common = Math.fma(h, Strips.get(p, FACTORS_OF_X + j), Strips.get(p, SHIFTS + j));
                float powerOfDy = EXTENDED ? Strips.get(p, POWERS_OF_DY + j) : HALF;
                Float32.set(out, i, Math.fma(Float32.get(dy, i), powerOfDy, common) * Strips.get(p, SCALES + j));
            }
            return;
        }
        FloatVector end = gradient(load(x, last), load(dy, last), last, 0, halves, p);
        for (int i = 0; i < last; i += WIDTH) {
            store(gradient(load(x, i), load(dy, i), i, 0, halves, p), out, i);
        }
        store(end, out, last);
    }

    /** Of elements whose parameters lie in some places after place i. */
    private static FloatVector gradient(
            FloatVector x, FloatVector dy, int i, int places, FloatVector halves, MemorySegment p) {
        FloatVector powersOfX = EXTENDED ? Strips.load(p, POWERS_OF_X + places, i) : halves;
        FloatVector powersOfDy = EXTENDED ? Strips.load(p, POWERS_OF_DY + places, i) : halves;
        FloatVector h = x.fma(powersOfX, Strips.load(p, places, i));
        FloatVector common = h.fma(Strips.load(p, FACTORS_OF_X + places, i), Strips.load(p, SHIFTS + places, i));
        return dy.fma(powersOfDy, common).mul(Strips.load(p, SCALES + places, i));
    }
}
