package org.lanewise.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.S2I;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.lanewise.kernel.call.FloatStrips;
import org.lanewise.kernel.element.BFloat16;
import org.lanewise.kernel.element.Float32;

/** bfloat16, by shifts of the bits. */
final class HalfBFloat16 implements Half {
    private static final VectorSpecies<Integer> INTS = Float32Vectors.SPECIES.withLanes(int.class);
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
    private static final int WIDTH = INTS.length();

    /** As in BFloat16Conversion. */
    private static final int DROPPED = 16;

    @Override
    public float get(MemorySegment segment, long index) {
        return BFloat16.get(segment, index);
    }

    @Override
    public void widen(MemorySegment from, long first, int count, MemorySegment to, int at, FloatStrips staged) {
        MemorySegment halves = from.asSlice(BFloat16.bytes(first), BFloat16.bytes(count));
        MemorySegment floats = to.asSlice(Float32.bytes(at), Float32.bytes(count));
        int i = 0;
        for (; i <= count - WIDTH; i += WIDTH) {
            ShortVector elements = ShortVector.fromMemorySegment(SHORTS, halves, BFloat16.bytes(i), ByteOrder.nativeOrder());
            ((IntVector) elements.convertShape(S2I, INTS, 0))
                    .lanewise(LSHL, DROPPED)
                    .intoMemorySegment(floats, Float32.bytes(i), ByteOrder.nativeOrder());
        }
        for (; i < count; i++) {
            Float32.set(floats, i, BFloat16.get(halves, i));
        }
    }
}
