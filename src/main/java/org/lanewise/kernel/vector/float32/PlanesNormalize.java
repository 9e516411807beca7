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

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;

/** Operation NORMALIZE over planes, with what {@link Epilogue} adds to it: run by run, or by strips of short runs. */
public final class PlanesNormalize {
    private static final boolean EXTENDED = false;

    /** Not in extended kernels: two loads more per pair are past what C2 inlines, and it would box vectors. */
    private static final boolean PAIRS = Epilogue.PAIRS && !EXTENDED;

    private PlanesNormalize() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        if (grid.inStrips()) {
            int strip = grid.strip(unit);
            Strips.write(o, grid, unit, scratch.parameters, false, EXTENDED, PAIRS);
            for (int r = 0; r < runs; r++) {
                RowsNormalize.run(o, start + r * stride, strip, scratch.parameters);
            }
            return;
        }
        for (int r = 0; r < runs; r++) {
            run(o, grid.channel(unit), grid.width(unit), start + r * stride, grid.length(unit), scratch.parameters);
        }
    }

    /** The runs of neighbouring channels, one after the other. */
    public static void run(Operands o, int channel, int width, long first, int length, MemorySegment p) {
        int elements = width * length;
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(elements));
        // Here and not in a method that slices, which C2 would inline or not by what it has seen of that.
        MemorySegment out =
                TO_STRIP ? Strips.normalized(p) : o.out.asSlice(Float32.bytes(first), Float32.bytes(elements));
        MemorySegment added = Epilogue.added(o).asSlice(Float32.bytes(first), Float32.bytes(elements));
        float[] allOffsets = o.floats.offset();
        float[] allScales = o.floats.scale();
        float[] allShifts = o.floats.shift();
        float slope = (float) o.negativeSlope;
        for (int c = 0; c < width; c++) {
            float power = EXTENDED ? o.floats.powerOfX()[channel + c] : HALF;
            float offset = allOffsets[channel + c];
            float scale = allScales[channel + c];
            float shift = allShifts[channel + c];
            int begin = c * length;
            int last = begin + length - WIDTH;
            // The powers are commonly one half for all channels. But C2 at times keeps a vector in memory that is made
            // before this loop.
            FloatVector powers = FloatVector.broadcast(SPECIES, power);
            FloatVector offsets = FloatVector.broadcast(SPECIES, offset);
            FloatVector scales = FloatVector.broadcast(SPECIES, scale);
            FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
            if (!OVERLAPS || last < begin) {
                int i = begin;
                for (int pairs = i + Runs.pairs(length); PAIRS && i != pairs; i += 2 * WIDTH) {
                    IntVector bits = bits(x, i);
                    IntVector r = Epilogue.added(added, i, bits);
                    FloatVector z0 =
                            Epilogue.of(ofPair(bits, 0).fma(powers, offsets).fma(scales, shifts), r, 0, slope);
                    FloatVector z1 =
                            Epilogue.of(ofPair(bits, 1).fma(powers, offsets).fma(scales, shifts), r, 1, slope);
                    store(z0, z1, out, i);
                }
                for (; i <= last; i += WIDTH) {
                    store(Epilogue.of(load(x, i).fma(powers, offsets).fma(scales, shifts), added, i, slope), out, i);
                }
                for (; i < begin + length; i++) {
                    float normalized = Math.fma(Math.fma(Float32.get(x, i), power, offset), scale, shift);
                    set(out, i, Epilogue.of(normalized, added, i, slope));
                }
                continue;
            }
            // The last vector comes first, as out may be x.
            FloatVector end = Epilogue.of(load(x, last).fma(powers, offsets).fma(scales, shifts), added, last, slope);
            for (int i = begin, whole = begin + Runs.whole(last - begin); i != whole; i += WIDTH) {
                store(Epilogue.of(load(x, i).fma(powers, offsets).fma(scales, shifts), added, i, slope), out, i);
            }
            store(end, out, last);
        }
    }
}
