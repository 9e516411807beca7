package org.lanewise.kernel.vector.float32;

import static org.lanewise.kernel.vector.float32.Float32Vectors.bits;
import static org.lanewise.kernel.vector.float32.Float32Vectors.load;
import static org.lanewise.kernel.vector.float32.Float32Vectors.ofPair;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.LeakyRelu;

/**
 * What a kernel does with normalized elements before it stores them. With ADDS it adds the residual, with ACTIVATES it
 * activates them. It stores them to {@link Operands#out}, or with TO_STRIP to {@link Scratch#parameters}, where
 * {@link ActivateMask} takes them from. Constants, so that C2 leaves nothing of what is not done.
 */
final class Epilogue {
    private static final boolean ADDS = false;
    private static final boolean ACTIVATES = false;
    static final boolean TO_STRIP = false;

    /** Whether loops go by pairs: not into a strip, as a mask has its bits in the order of elements. */
    static final boolean PAIRS = Float32Vectors.PAIRS && !TO_STRIP;

    private Epilogue() {}

    /** The residual; without ADDS, memory that is not read. */
    static MemorySegment added(Operands o) {
        return ADDS ? o.residual : o.x;
    }

    /** The results for elements from i on. */
    static FloatVector of(FloatVector normalized, MemorySegment added, long i, float slope) {
        FloatVector z = sum(normalized, added, i);
        return ACTIVATES ? Activations.of(z, slope) : z;
    }

    /** The bits of a pair of residuals from i on; without ADDS, the bits that are given. */
    static IntVector added(MemorySegment added, long i, IntVector bits) {
        return ADDS ? bits(added, i) : bits;
    }

    /** The results for the first (0) or the second (1) vector of a pair. */
    static FloatVector of(FloatVector normalized, IntVector added, int which, float slope) {
        FloatVector z = ADDS ? normalized.add(ofPair(added, which)) : normalized;
        return ACTIVATES ? Activations.of(z, slope) : z;
    }

    /** The result for element i. */
    static float of(float normalized, MemorySegment added, long i, float slope) {
        float z = sum(normalized, added, i);
        return ACTIVATES ? LeakyRelu.of(z, slope) : z;
    }

    static FloatVector sum(FloatVector normalized, MemorySegment added, long i) {
        return ADDS ? normalized.add(load(added, i)) : normalized;
    }

    static float sum(float normalized, MemorySegment added, long i) {
        return ADDS ? normalized + Float32.get(added, i) : normalized;
    }

    static void store(FloatVector vector, MemorySegment out, long i) {
        if (TO_STRIP) {
            Strips.store(vector, out, (int) i);
        } else {
            Float32Vectors.store(vector, out, i);
        }
    }

    static void store(FloatVector first, FloatVector second, MemorySegment out, long i) {
        Float32Vectors.store(first, second, out, i);
    }

    static void set(MemorySegment out, long i, float value) {
        if (TO_STRIP) {
            Strips.set(out, (int) i, value);
        } else {
            Float32.set(out, i, value);
        }
    }
}
