package org.lanewise.bench;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Shapes by their text, and tensors filled with ordinary numbers. */
final class Tensors {
    private Tensors() {}

    /** The shape that prints as the text, for example {@code 32x64x56x56}. */
    static Shape shape(String text) {
        return Shape.of(
                Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray());
    }

    /** A float32 tensor of normally distributed numbers, the same for the same seed. */
    static Tensor random(Arena arena, Shape shape, Layout layout, long seed) {
        return random(arena, shape, layout, ElementType.FLOAT32, seed);
    }

    /** A tensor of normally distributed numbers, the same for the same seed. */
    static Tensor random(Arena arena, Shape shape, Layout layout, ElementType type, long seed) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.allocate(arena, shape, layout, type).copyFrom(values);
    }
}
