package org.lanewise.kernel.vector.float32;

import static jdk.incubator.vector.VectorOperators.LE;
import static org.lanewise.kernel.vector.float32.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.LeakyRelu;
import org.lanewise.kernel.element.MaskBits;
import org.lanewise.kernel.grid.Grid;
import org.lanewise.kernel.grid.Planes;
import org.lanewise.kernel.grid.Rows;

/**
 * Operation NORMALIZE_ACTIVATE_MASK, or NORMALIZE_ADD_ACTIVATE_MASK where {@link EpilogueActivate} adds the residual.
 * Strip by strip, elements are normalized into the first cache, and from there activated and stored, a word of the mask
 * at a time. The bits of a vector are seldom those of a word. To carry them on from vector to vector, or to go over y
 * once more for them, takes longer.
 */
public final class ActivateMask {
    private static final boolean EXTENDED = false;

    private ActivateMask() {}

    static void planes(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        MemorySegment p = scratch.parameters;
        int width = grid.width(unit);
        int length = grid.length(unit);
        int runs = grid.runs(unit);
        boolean inStrips = grid.inStrips();
        if (inStrips) {
            Strips.write(o, grid, unit, p, false, EXTENDED, false);
        }
        int some = Math.max(1, Grid.STRIP / length);
        for (int r = 0; r < runs; r++) {
            long start = grid.first(unit) + r * grid.stride();
            if (inStrips) {
                RowsNormalizeToStrip.run(o, start, grid.strip(unit), p);
                run(o, p, start, grid.strip(unit));
                continue;
            }
            for (int c = 0; c < width; c += some) {
                int channels = Math.min(some, width - c);
                long first = start + (long) c * length;
                for (int i = 0; i < length; ) {
                    // From the second strip of a run on, strips begin with a word.
                    int count = Math.min(Grid.STRIP - MaskBits.place(first + i), length - i);
                    PlanesNormalizeToStrip.run(o, grid.channel(unit) + c, channels, first + i, count, p);
                    run(o, p, first + i, channels * count);
                    i += count;
                }
            }
        }
    }

    static void rows(Operands o, int unit, Scratch scratch) {
        Rows grid = (Rows) o.grid;
        MemorySegment p = scratch.parameters;
        int height = grid.height(unit);
        Strips.write(o, grid, unit, p, false, EXTENDED, false);
        int lines = grid.rest(unit) > 0 ? height + 1 : height;
        for (int line = 0; line < lines; line++) {
            int columns = line < height ? grid.columns(unit) : grid.rest(unit);
            long first = grid.first(unit) + line * grid.stride();
            RowsNormalizeToStrip.run(o, first, columns, p);
            run(o, p, first, columns);
        }
    }

    /** Activates the elements of a normalized strip. */
    public static void run(Operands o, MemorySegment p, long first, int count) {
        long firstBit = o.firstBit + first;
        for (int i = 0; i < count; ) {
            int place = MaskBits.place(firstBit + i);
            if (place == 0 && count - i >= Long.SIZE) {
                int whole = count - i & -Long.SIZE;
                words(o, p, first, i, i + whole, MaskBits.word(firstBit + i));
                i += whole;
            } else {
                int some = Math.min(Long.SIZE - place, count - i);
                part(o, p, first, i, some, firstBit + i);
                i += some;
            }
        }
    }

    /**
     * Activates elements whose bits are whole words. (It makes its own slices: a slice that is handed over is an
     * object.)
     */
    private static void words(Operands o, MemorySegment p, long first, int from, int to, int word) {
        MemorySegment z = Strips.normalized(p);
        MemorySegment added = EpilogueActivate.added(o).asSlice(Float32.bytes(first), Float32.bytes(to));
        MemorySegment y = o.out.asSlice(Float32.bytes(first), Float32.bytes(to));
        float slope = (float) o.negativeSlope;
        long[] mask = o.mask;
        for (int i = from; i < to; i += Long.SIZE) {
            long notAbove = 0;
            for (int j = 0; j < Long.SIZE; j += WIDTH) {
                FloatVector sum = EpilogueActivate.sum(Strips.load(z, i + j), added, i + j);
                notAbove |= sum.compare(LE, 0).toLong() << j;
                store(Activations.of(sum, slope), y, i + j);
            }
            mask[word++] = ~notAbove;
        }
    }

    /** Activates fewer elements than a word has bits. */
    private static void part(Operands o, MemorySegment p, long first, int from, int count, long firstBit) {
        MemorySegment z = Strips.normalized(p);
        MemorySegment added = EpilogueActivate.added(o).asSlice(Float32.bytes(first), Float32.bytes(from + count));
        MemorySegment y = o.out.asSlice(Float32.bytes(first), Float32.bytes(from + count));
        float slope = (float) o.negativeSlope;
        long notAbove = 0;
        int i = 0;
        for (; i <= count - WIDTH; i += WIDTH) {
            FloatVector sum = EpilogueActivate.sum(Strips.load(z, from + i), added, from + i);
            notAbove |= sum.compare(LE, 0).toLong() << i;
            store(Activations.of(sum, slope), y, from + i);
        }
        for (; i < count; i++) {
            float sum = EpilogueActivate.sum(Strips.get(z, from + i), added, from + i);
            notAbove |= (sum <= 0 ? 1L : 0L) << i;
            Float32.set(y, from + i, LeakyRelu.of(sum, slope));
        }
        int place = MaskBits.place(firstBit);
        MaskBits.put(o.mask, MaskBits.word(firstBit), ~notAbove << place, place, place + count);
    }
}
