package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.call.Operands.HALF;
import static org.lanewise.kernel.vector.float32.Float32Vectors.OVERLAPS;
import static org.lanewise.kernel.vector.float32.Float32Vectors.SPECIES;
import static org.lanewise.kernel.vector.float32.Float32Vectors.WIDTH;
import static org.lanewise.kernel.vector.float32.Float32Vectors.bits;
import static org.lanewise.kernel.vector.float32.Float32Vectors.load;
import static org.lanewise.kernel.vector.float32.Float32Vectors.ofPair;
import static org.lanewise.kernel.vector.float32.Float32Vectors.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.grid.Planes;

/** Operation INPUT_GRADIENT over planes: run by run, or by strips of short runs. */
public final class PlanesInputGradient {
    private static final boolean EXTENDED = false;

    /** As in PlanesNormalize. */
    private static final boolean PAIRS = Float32Vectors.PAIRS && !EXTENDED;

    private PlanesInputGradient() {}

    static void run(Operands o, int unit, Scratch scratch) {
        Planes grid = (Planes) o.grid;
        int runs = grid.runs(unit);
        long start = grid.first(unit);
        long stride = grid.stride();
        if (grid.inStrips()) {
            int strip = grid.strip(unit);
            Strips.write(o, grid, unit, scratch.parameters, true, EXTENDED, PAIRS);
            for (int r = 0; r < runs; r++) {
                RowsInputGradient.run(o, start + r * stride, strip, scratch.parameters);
            }
            return;
        }
        int channel = grid.channel(unit);
        int width = grid.width(unit);
        int length = grid.length(unit);
        boolean isShort = !OVERLAPS || length < Runs.LONG || grid.isLarge();
        for (int r = 0; r < runs; r++) {
            long first = start + r * stride;
            if (isShort) {
                shortRuns(o, channel, width, first, length);
                if (!OVERLAPS && (!PAIRS || Runs.pairs(length) < length)) {
                    rests(o, channel, width, first, length);
                }
            } else {
                for (int c = 0; c < width; c++) {
                    longRun(o, channel + c, first + (long) c * length, length);
                }
            }
        }
    }

    /** As in PlanesNormalize. */
    public static void shortRuns(Operands o, int channel, int width, long first, int length) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        float[] allOffsets = o.floats.offset();
        float[] allScales = o.floats.scale();
        float[] allFactors = o.floats.factorOfX();
        float[] allShifts = o.floats.shift();
        for (int c = 0; c < width; c++) {
            float powerOfX = EXTENDED ? o.floats.powerOfX()[channel + c] : HALF;
            float powerOfDy = EXTENDED ? o.floats.powerOfDy()[channel + c] : HALF;
            float offset = allOffsets[channel + c];
            float scale = allScales[channel + c];
            float factorOfX = allFactors[channel + c];
            float shift = allShifts[channel + c];
            int begin = c * length;
            int last = begin + length - WIDTH;
            FloatVector powersOfX = FloatVector.broadcast(SPECIES, powerOfX);
            FloatVector powersOfDy = FloatVector.broadcast(SPECIES, powerOfDy);
            FloatVector offsets = FloatVector.broadcast(SPECIES, offset);
            FloatVector scales = FloatVector.broadcast(SPECIES, scale);
            FloatVector factors = FloatVector.broadcast(SPECIES, factorOfX);
            FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
            if (!OVERLAPS || last < begin) {
                int i = begin;
                for (int pairs = i + Runs.pairs(length); PAIRS && i != pairs; i += 2 * WIDTH) {
                    IntVector xs = bits(x, i);
                    IntVector ds = bits(dy, i);
                    FloatVector c0 = ofPair(xs, 0).fma(powersOfX, offsets).fma(factors, shifts);
                    FloatVector c1 = ofPair(xs, 1).fma(powersOfX, offsets).fma(factors, shifts);
                    store(
                            ofPair(ds, 0).fma(powersOfDy, c0).mul(scales),
                            ofPair(ds, 1).fma(powersOfDy, c1).mul(scales),
                            out,
                            i);
                }
                for (; OVERLAPS && i < begin + length; i++) {
                    float common = Math.fma(Math.fma(Float32.get(x, i), powerOfX, offset), factorOfX, shift);
                    Float32.set(out, i, Math.fma(Float32.get(dy, i), powerOfDy, common) * scale);
                }
                continue;
            }
            FloatVector end = load(dy, last)
                    .fma(powersOfDy, load(x, last).fma(powersOfX, offsets).fma(factors, shifts))
                    .mul(scales);
            for (int i = begin, whole = begin + Runs.whole(last - begin); i != whole; i += WIDTH) {
                FloatVector common = load(x, i).fma(powersOfX, offsets).fma(factors, shifts);
                store(load(dy, i).fma(powersOfDy, common).mul(scales), out, i);
            }
            store(end, out, last);
        }
    }

    /**
     * What pairs leave over of each run. A method of its own, so that its many nodes don't keep C2 from inlining
     * vectors.
     */
    private static void rests(Operands o, int channel, int width, long first, int length) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(width * length));
        for (int c = 0; c < width; c++) {
            float powerOfX = EXTENDED ? o.floats.powerOfX()[channel + c] : HALF;
            float powerOfDy = EXTENDED ? o.floats.powerOfDy()[channel + c] : HALF;
            float offset = o.floats.offset()[channel + c];
            float scale = o.floats.scale()[channel + c];
            float factorOfX = o.floats.factorOfX()[channel + c];
            float shift = o.floats.shift()[channel + c];
            int end = (c + 1) * length;
            int i = c * length + (PAIRS ? Runs.pairs(length) : 0);
            for (; i <= end - WIDTH; i += WIDTH) {
                FloatVector common = load(x, i)
                        .fma(FloatVector.broadcast(SPECIES, powerOfX), FloatVector.broadcast(SPECIES, offset))
                        .fma(FloatVector.broadcast(SPECIES, factorOfX), FloatVector.broadcast(SPECIES, shift));
                FloatVector gradient = load(dy, i).fma(FloatVector.broadcast(SPECIES, powerOfDy), common);
                store(gradient.mul(FloatVector.broadcast(SPECIES, scale)), out, i);
            }
            for (; i < end; i++) {
                float common = Math.fma(Math.fma(Float32.get(x, i), powerOfX, offset), factorOfX, shift);
                Float32.set(out, i, Math.fma(Float32.get(dy, i), powerOfDy, common) * scale);
            }
        }
    }

    /** The same, with a counted loop: see {@link Runs}. */
    private static void longRun(Operands o, int c, long first, int length) {
        MemorySegment x = o.x.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment dy = o.dy.asSlice(Float32.bytes(first), Float32.bytes(length));
        MemorySegment out = o.out.asSlice(Float32.bytes(first), Float32.bytes(length));
        float offset = o.floats.offset()[c];
        float scale = o.floats.scale()[c];
        float factorOfX = o.floats.factorOfX()[c];
        float shift = o.floats.shift()[c];
        FloatVector powersOfX =
                FloatVector.broadcast(SPECIES, EXTENDED ? o.floats.powerOfX()[c] : HALF);
        FloatVector powersOfDy =
                FloatVector.broadcast(SPECIES, EXTENDED ? o.floats.powerOfDy()[c] : HALF);
        FloatVector offsets = FloatVector.broadcast(SPECIES, offset);
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        FloatVector factors = FloatVector.broadcast(SPECIES, factorOfX);
        FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
        int last = length - WIDTH;
        FloatVector end = load(dy, last)
                .fma(powersOfDy, load(x, last).fma(powersOfX, offsets).fma(factors, shifts))
                .mul(scales);
        for (int i = 0; i < last; i += WIDTH) {
            FloatVector common = load(x, i).fma(powersOfX, offsets).fma(factors, shifts);
            store(load(dy, i).fma(powersOfDy, common).mul(scales), out, i);
        }
        store(end, out, last);
    }
}
