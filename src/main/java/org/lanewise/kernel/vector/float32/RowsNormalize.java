package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.call.Operands.HALF;
import static org.lanewise.kernel.vector.float32.Epilogue.TO_STRIP;
import static org.lanewise.kernel.vector.float32.Epilogue.set;
import static org.lanewise.kernel.vector.float32.Epilogue.store;
import static org.lanewise.kernel.vector.float32.Float32Vectors.OVERLAPS;
import static org.lanewise.kernel.vector.float32.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.float32.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.bits;
import static org.lanewise.kernel.vector.float32.Float32Vectors.load;
import static org.lanewise.kernel.vector.float32.Float32Vectors.ofPair;
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

/** Operation NORMALIZE over rows, with what {@link Epilogue} adds to it: line by line, each a strip. */
public final class RowsNormalize {
    private static final boolean EXTENDED = false;

    /** As in PlanesNormalize. */
    private static final boolean PAIRS = Epilogue.PAIRS && !EXTENDED;

    private RowsNormalize() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        int height = grid.height(unit);
        int columns = grid.columns(unit);
        long first = grid.first(unit);
        long stride = grid.stride();
        Strips.write(o, grid, unit, scratch.parameters, false, EXTENDED, PAIRS);
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
        // Here and not in a method that slices, which C2 would inline or not by what it has seen of that.
        MemorySegment out =
                TO_STRIP ? Strips.normalized(p) : o.out.asSlice(Float32.bytes(first), Float32.bytes(elements));
        MemorySegment added = Epilogue.added(o).asSlice(Float32.bytes(first), Float32.bytes(elements));
        float slope = (float) o.negativeSlope;
        FloatVector halves = FloatVector.broadcast(SPECIES, HALF);
        // Where vectors overlap, the last one comes first, as out may be x.
        int last = elements - WIDTH;
        if (!OVERLAPS || last < 0) {
            int i = 0;
            for (; PAIRS && i <= last - WIDTH; i += 2 * WIDTH) {
                IntVector bits = bits(x, i);
                IntVector r = Epilogue.added(added, i, bits);
                FloatVector z0 = Epilogue.of(normalized(ofPair(bits, 0), i, 0, halves, p), r, 0, slope);
                FloatVector z1 = Epilogue.of(normalized(ofPair(bits, 1), i, WIDTH, halves, p), r, 1, slope);
                store(z0, z1, out, i);
            }
            for (; !PAIRS && i <= last; i += WIDTH) {
                store(Epilogue.of(normalized(load(x, i), i, 0, halves, p), added, i, slope), out, i);
            }
            for (; i < elements; i++) {
                int j = Strips.place(i, PAIRS);
                float h =
                        Math.fma(Float32.get(x, i), EXTENDED ? Strips.get(p, POWERS_OF_X + j) : HALF, Strips.get(p, j));
                float normalized = Math.fma(h, Strips.get(p, SCALES + j), Strips.get(p, SHIFTS + j));
                set(out, i, Epilogue.of(normalized, added, i, slope));
            }
            return;
        }
        FloatVector end = Epilogue.of(normalized(load(x, last), last, 0, halves, p), added, last, slope);
        for (int i = 0; i < last; i += WIDTH) {
            store(Epilogue.of(normalized(load(x, i), i, 0, halves, p), added, i, slope), out, i);
        }
        store(end, out, last);
    }

    /** Of elements whose parameters lie in some places after place i. */
    private static FloatVector normalized(FloatVector x, int i, int places, FloatVector halves, MemorySegment p) {
        FloatVector powers = EXTENDED ? Strips.load(p, POWERS_OF_X + places, i) : halves;
        return x.fma(powers, Strips.load(p, places, i))
                .fma(Strips.load(p, SCALES + places, i), Strips.load(p, SHIFTS + places, i));
    }
}
