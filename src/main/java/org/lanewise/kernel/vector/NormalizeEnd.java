package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.bits;
import static org.lanewise.kernel.vector.Float32Vectors.half;
import static org.lanewise.kernel.vector.Float32Vectors.load;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.LeakyRelu;

/**
 * What becomes of normalized elements. Here they are stored; with some constants changed, the same code makes the kernels that add and
 * activate in the same pass, and those that leave the elements of a strip for {@link ActivateMask}. C2 sees constants, and leaves
 * nothing of what is not done.
 */
final class NormalizeEnd {
    private static final boolean ADDS = false;
    private static final boolean ACTIVATES = false;
    static final boolean STAGES = false;

    /** Whether there are pairs: not of what is staged, as a mask has its bits in the order of elements. */
    static final boolean PAIRS = Float32Vectors.PAIRS && !STAGES;

    private NormalizeEnd() {}

    /** Where there is nothing to add, memory that is not read. */
    static MemorySegment added(Operands o) {
        return ADDS ? o.residual : o.x;
    }

    /** The elements from i on. */
    static FloatVector of(FloatVector normalized, MemorySegment added, long i, float slope) {
        FloatVector z = sum(normalized, added, i);
        return ACTIVATES ? Activations.of(z, slope) : z;
    }

    /** The bits to add to those of elements from i on; where nothing is added, those that are given. */
    static IntVector added(MemorySegment added, long i, IntVector bits) {
        return ADDS ? bits(added, i) : bits;
    }

    /** The elements in a half of the bits that are added to. */
    static FloatVector of(FloatVector normalized, IntVector added, int half, float slope) {
        FloatVector z = ADDS ? normalized.add(half(added, half)) : normalized;
        return ACTIVATES ? Activations.of(z, slope) : z;
    }

    /** Element i. */
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
        if (STAGES) {
            Strips.store(vector, out, (int) i);
        } else {
            Float32Vectors.store(vector, out, i);
        }
    }

    static void store(FloatVector first, FloatVector second, MemorySegment out, long i) {
        Float32Vectors.store(first, second, out, i);
    }

    static void set(MemorySegment out, long i, float value) {
        if (STAGES) {
            Strips.set(out, (int) i, value);
        } else {
            Float32.set(out, i, value);
        }
    }
}
