package org.lanewise.bench.guard;

import java.util.ArrayList;
import java.util.List;
import org.lanewise.bench.compare.Case;
import org.lanewise.bench.compare.Comparer;
import org.lanewise.bench.compare.Pass;
import org.lanewise.bench.compare.StandardShapes;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * What the guard times: each kernel of each type at least once, and float32's with small planes and from memory too.
 */
final class GuardedCases {
    /** In the second level's cache. */
    private static final List<String> SHAPES = List.of("2x64x28x28", "64x512");

    private static final List<String> MORE_SHAPES = List.of("8x256x7x7", "16x64x56x56");

    private static final List<Pass> PASSES = List.of(
            Pass.TRAIN, Pass.INFER, Pass.BACKWARD, Pass.TRAIN_ADD_RELU, Pass.INFER_ADD_RELU, Pass.BACKWARD_ADD_RELU);

    private GuardedCases() {}

    /** All of a type. */
    static List<Case> of(ElementType type) {
        List<String> shapes = new ArrayList<>(SHAPES);
        if (type == ElementType.FLOAT32) {
            shapes.addAll(MORE_SHAPES);
        }
        return of(type, shapes.stream().map(StandardShapes::parse).toList());
    }

    /** One small case of each pass, to see that all works. */
    static List<Case> quick(ElementType type) {
        return of(type, List.of(StandardShapes.parse("64x32")));
    }

    /** Those of some shapes. */
    static List<Case> of(ElementType type, List<Shape> shapes) {
        return Comparer.cases(shapes, List.of(Layout.values()), type, PASSES);
    }
}
