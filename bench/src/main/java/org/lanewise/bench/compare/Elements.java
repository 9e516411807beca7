package org.lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import org.lanewise.kernel.element.BFloat16;
import org.lanewise.kernel.element.Float16;
import org.lanewise.kernel.element.Float32;
import org.lanewise.kernel.element.Float64;
import org.lanewise.tensor.ElementType;

/** Reads the elements of tensors of one type, which doubles hold exactly. */
@FunctionalInterface
interface Elements {
    /** The element at an index in memory. */
    double get(MemorySegment segment, long index);

    /** Those of a type. */
    static Elements of(ElementType type) {
        return switch (type) {
            case FLOAT32 -> Float32::get;
            case FLOAT64 -> Float64::get;
            case BFLOAT16 -> BFloat16::get;
            case FLOAT16 -> Float16::get;
        };
    }
}
