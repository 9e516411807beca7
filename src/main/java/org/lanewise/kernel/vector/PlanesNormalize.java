package org.lanewise.kernel.vector;

import static org.lanewise.kernel.Operands.HALF;
import static org.lanewise.kernel.vector.Float32Vectors.OVERLAPS;
import static org.lanewise.kernel.vector.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.Float32Vectors.bits;
import static org.lanewise.kernel.vector.Float32Vectors.half;
import static org.lanewise.kernel.vector.Float32Vectors.load;
import static org.lanewise.kernel.vector.NormalizeEnd.PAIRS;
import static org.lanewise.kernel.vector.NormalizeEnd.at;
import static org.lanewise.kernel.vector.NormalizeEnd.set;
import static org.lanewise.kernel.vector.NormalizeEnd.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;
import org.lanewise.kernel.Planes;
import org.lanewise.kernel.Scratch;

/** Operation NORMALIZE over planes: run by run, or by strips of short runs. */
final class PlanesNormalize {
    private PlanesNormalize() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        if (grid.inStrips()) {
            int strip = grid.strip(unit);
            Strips.write(o, grid, unit, scratch.parameters, false, PAIRS);
            for (int r = 0; r < runs; r++) {
                RowsNormalize.run(o, start + r * stride, strip, scratch.parameters);
            }
            return;
        }
        for (int r = 0; r < runs; r++) {
            run(o, grid.channel(unit), grid.width(unit), start + r * stride, grid.length(unit), scratch.parameters);
        }
    }

    /**
     * The runs of neighbouring channels, one after the other. In the whole segment: a short run takes no longer than a slice, and in a loop
     * that C2 does not count, a bound costs the same there.
     */
    static void run(Operands o, int channel, int width, long first, int length, MemorySegment p) {
        MemorySegment x = o.x;
        MemorySegment out = NormalizeEnd.out(o, p);
        MemorySegment added = NormalizeEnd.added(o);
        float[] allOffsets = o.floats.offset();
        float[] allScales = o.floats.scale();
        float[] allShifts = o.floats.shift();
        for (int c = 0; c < width; c++) {
            float offset = allOffsets[channel + c];
            float scale = allScales[channel + c];
            float shift = allShifts[channel + c];
            long begin = first + (long) c * length;
            long last = begin + length - WIDTH;
            // For all channels the same, but vectors that are made before this loop are at times kept in memory.
            FloatVector slopes = Activations.slopes(o);
            VectorMask<Float> dropped = Activations.dropped(o);
            FloatVector halves = FloatVector.broadcast(SPECIES, HALF);
            FloatVector offsets = FloatVector.broadcast(SPECIES, offset);
            FloatVector scales = FloatVector.broadcast(SPECIES, scale);
            FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
            if (!OVERLAPS || last < begin) {
                long i = begin;
                for (; PAIRS && i <= last - WIDTH; i += 2 * WIDTH) {
                    IntVector bits = bits(x, i);
                    IntVector r = NormalizeEnd.added(added, i, bits);
                    FloatVector z0 = NormalizeEnd.of(half(bits, 0).fma(halves, offsets).fma(scales, shifts), r, 0, slopes, dropped);
                    FloatVector z1 = NormalizeEnd.of(half(bits, 1).fma(halves, offsets).fma(scales, shifts), r, 1, slopes, dropped);
                    store(z0, z1, out, at(i, first));
                }
                for (; i <= last; i += WIDTH) {
                    store(NormalizeEnd.of(load(x, i).fma(halves, offsets).fma(scales, shifts), added, i, slopes, dropped), out, at(i, first));
                }
                for (; i < begin + length; i++) {
                    float normalized = Math.fma(Math.fma(Float32.get(x, i), HALF, offset), scale, shift);
                    set(out, at(i, first), NormalizeEnd.of(normalized, added, i, o.negativeSlope));
                }
                continue;
            }
            // The last vector comes first, as out may be x.
            FloatVector end = NormalizeEnd.of(load(x, last).fma(halves, offsets).fma(scales, shifts), added, last, slopes, dropped);
            for (long i = begin, whole = begin + Runs.whole((int) (last - begin)); i != whole; i += WIDTH) {
                store(NormalizeEnd.of(load(x, i).fma(halves, offsets).fma(scales, shifts), added, i, slopes, dropped), out, at(i, first));
            }
            store(end, out, at(last, first));
        }
    }
}
