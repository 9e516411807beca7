package org.lanewise;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * The memory of a warm-up. Calls of all layers read the same two inputs of a type, and each worker writes to one
 * output, which are as large as the largest tensor.
 */
final class WarmUpTensors {
    /**
     * The elements that are set one by one and then copied in bulk, because the code that sets them is not compiled
     * yet. The number is odd, so that no channel is constant.
     */
    private static final int PATTERN = (1 << 12) - 1;

    private final Arena arena;
    private final Map<ElementType, Long> largest = new EnumMap<>(ElementType.class);
    private final Map<ElementType, Inputs> inputs = new EnumMap<>(ElementType.class);
    private MemorySegment[] outputs;

    /** How coefficients are computed depends on how far the mean is from 0. Both ways must be compiled. */
    private record Inputs(MemorySegment centered, MemorySegment offset) {}

    WarmUpTensors(Arena arena) {
        this.arena = arena;
    }

    /** The tensors of a layer's calls, to be asked for once all memory is {@link #allocate allocated}. */
    final class Like {
        private final Shape shape;
        private final Layout layout;
        private final ElementType type;

        private Like(Shape shape, Layout layout, ElementType type) {
            this.shape = shape;
            this.layout = layout;
            this.type = type;
        }

        Shape shape() {
            return shape;
        }

        /** An input whose mean is near 0. */
        Tensor centered() {
            return tensor(inputs.get(type).centered);
        }

        /** An input whose mean is far from 0. */
        Tensor offset() {
            return tensor(inputs.get(type).offset);
        }

        /** A worker's output. */
        Tensor output(int worker) {
            return tensor(outputs[worker]);
        }

        private Tensor tensor(MemorySegment memory) {
            return Tensor.of(memory.asSlice(0, shape.elements() * type.bytes()), shape, layout, type);
        }
    }

    /** Tensors of a shape, layout and type. */
    Like like(Shape shape, Layout layout, ElementType type) {
        largest.merge(type, shape.elements(), Math::max);
        return new Like(shape, layout, type);
    }

    /** Allocates the memory of all tensors that were asked for, with outputs for so many workers. */
    void allocate(int workers) {
        long bytes = 0;
        for (Map.Entry<ElementType, Long> entry : largest.entrySet()) {
            ElementType type = entry.getKey();
            long elements = entry.getValue();
            inputs.put(type, new Inputs(input(elements, type, -0.5f), input(elements, type, 0.5f)));
            bytes = Math.max(bytes, elements * type.bytes());
        }
        outputs = new MemorySegment[workers];
        for (int worker = 0; worker < workers; worker++) {
            outputs[worker] = arena.allocate(bytes, Tensor.ALIGNMENT);
        }
    }

    private MemorySegment input(long elements, ElementType type, float offset) {
        MemorySegment memory = arena.allocate(elements * type.bytes(), Tensor.ALIGNMENT);
        SplittableRandom random = new SplittableRandom(1);
        float[] pattern = new float[(int) Math.min(PATTERN, elements)];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (float) random.nextDouble() + offset;
        }
        MemorySegment source = Tensor.allocate(arena, Shape.of(1, 1, pattern.length), Layout.CHANNELS_FIRST, type)
                .copyFrom(pattern)
                .segment();
        for (long at = 0; at < memory.byteSize(); at += source.byteSize()) {
            long bytes = Math.min(source.byteSize(), memory.byteSize() - at);
            MemorySegment.copy(source, 0, memory, at, bytes);
        }
        return memory;
    }
}
