package org.lanewise.kernel.vector;

import static org.lanewise.kernel.vector.Float32Vectors.bits;
import static org.lanewise.kernel.vector.Float32Vectors.half;
import static org.lanewise.kernel.vector.Float32Vectors.load;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import org.lanewise.kernel.Activated;
import org.lanewise.kernel.Float32;
import org.lanewise.kernel.Operands;

/**
 * What becomes of normalized elements. Here they are stored; with some constants changed, the same code makes the kernels that add and
 * activate in the same pass, and those that leave the elements of a strip for {@link ActivateMask}. C2 sees constants, and leaves
 * nothing of what is not done.
 */
final class NormalizeEnd {
    private static final boolean ADDS = false;
    private static final boolean ACTIVATES = false;
    private static final boolean STAGES = false;

    /** Whether there are pairs: not of what is staged, as a mask has its bits in the order of elements. */
    static final boolean PAIRS = Float32Vectors.PAIRS && !STAGES;

    private NormalizeEnd() {}

    /** Where there is nothing to add, memory that is not read. */
    static MemorySegment added(Operands o) {
        return ADDS ? o.residual : o.x;
    }

    /** Where results go. */
    static MemorySegment out(Operands o, MemorySegment p) {
        return STAGES ? Strips.staged(p) : o.out;
    }

    /** Where the results of some elements go. */
    static MemorySegment out(Operands o, long first, int elements, MemorySegment p) {
        return STAGES ? Strips.staged(p) : o.out.asSlice(Float32.bytes(first), Float32.bytes(elements));
    }

    /** The place there of element i of a tensor, if the first is another. */
    static long at(long i, long first) {
        return STAGES ? i - first : i;
    }

    /** The elements from i on. */
    static FloatVector of(FloatVector normalized, MemorySegment added, long i, FloatVector slopes, VectorMask<Float> dropped) {
        FloatVector z = sum(normalized, added, i);
        return ACTIVATES ? Activations.of(z, slopes, dropped) : z;
    }

    /** The bits to add to those of elements from i on; where nothing is added, those that are given. */
    static IntVector added(MemorySegment added, long i, IntVector bits) {
        return ADDS ? bits(added, i) : bits;
    }

    /** The elements in a half of the bits that are added to. */
    static FloatVector of(FloatVector normalized, IntVector added, int half, FloatVector slopes, VectorMask<Float> dropped) {
        FloatVector z = ADDS ? normalized.add(half(added, half)) : normalized;
        return ACTIVATES ? Activations.of(z, slopes, dropped) : z;
    }

    /** Element i. */
    static float of(float normalized, MemorySegment added, long i, double slope) {
        float z = sum(normalized, added, i);
        return ACTIVATES ? Activated.of(z, (float) slope) : z;
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
