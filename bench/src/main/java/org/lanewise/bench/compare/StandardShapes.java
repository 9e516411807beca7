package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import org.lanewise.tensor.Shape;

/** The shapes that are compared if none are given. */
public final class StandardShapes {
    /** C, H, W of ResNet-50's batch normalizations, without repetitions. */
    private static final List<String> RESNET50 = List.of(
            "64x112x112",
            "64x56x56",
            "256x56x56",
            "128x56x56",
            "128x28x28",
            "512x28x28",
            "256x28x28",
            "256x14x14",
            "1024x14x14",
            "512x14x14",
            "512x7x7",
            "2048x7x7");

    private static final List<Integer> BATCHES = List.of(1, 8, 32);

    private static final List<String> FEATURES = List.of("64x128", "256x256", "1024x512", "4096x1024");

    /** Few channels, an odd number of them, short planes, long sequences. */
    private static final List<String> ODD = List.of("8x3x224x224", "8x251x14x14", "8x512x7x7", "4x128x15000");

    private static final List<String> QUICK = List.of("2x64x28x28", "256x256", "4x51x14x14");

    private StandardShapes() {}

    /** All of them. */
    public static List<Shape> all() {
        List<String> texts = new ArrayList<>();
        for (int batch : BATCHES) {
            RESNET50.forEach(rest -> texts.add(batch + "x" + rest));
        }
        texts.addAll(FEATURES);
        texts.addAll(ODD); // One of them is ResNet-50's too.
        return texts.stream().distinct().map(StandardShapes::parse).toList();
    }

    /** A few small ones. */
    public static List<Shape> quick() {
        return QUICK.stream().map(StandardShapes::parse).toList();
    }

    /**
     * The shape that a text stands for.
     *
     * @throws IllegalArgumentException if it is not NxC, NxCxL or NxCxHxW with 2 elements per channel at least
     */
    public static Shape parse(String text) {
        String must = "shapes: " + text + ", must be NxC, NxCxL or NxCxHxW";
        if (!text.matches("\\d+(x\\d+){1,3}")) {
            throw new IllegalArgumentException(must);
        }
        try {
            String[] parts = text.split("x");
            long[] sizes = new long[parts.length];
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = Long.parseLong(parts[axis]);
            }
            Shape shape = Shape.of(sizes);
            // The plain loops count elements of a plane by int.
            if (shape.elementsPerChannel() < 2 || shape.elements() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        must + " with 2 elements per channel at least, 2147483647 in all at most");
            }
            return shape;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(must, e);
        }
    }
}
