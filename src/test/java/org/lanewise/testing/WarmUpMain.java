package org.lanewise.testing;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lanewise.Activation;
import org.lanewise.BatchNorm2d;
import org.lanewise.BatchNormOptions;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.WarmUp;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Warms up a small network, then serves it for a while: what a {@link ChildJvm} runs, whose compiler is watched. */
public final class WarmUpMain {
    /** What is printed between the warm-up and the service. */
    public static final String WARM = "warm now";

    private static final List<Shape> SHAPES =
            List.of(Shape.of(1, 16, 32, 32), Shape.of(1, 32, 16, 16), Shape.of(1, 64, 7, 7));
    private static final long NANOS = 1_000_000_000;

    private WarmUpMain() {}

    /** Prints {@link #WARM} once it is warm. */
    public static void main(String[] arguments) {
        List<WarmUp.Layer> layers = new ArrayList<>();
        List<Runnable> service = new ArrayList<>();
        for (Shape shape : SHAPES) {
            for (Activation activation : List.of(Activation.none(), Activation.relu())) {
                for (Layout layout : Layout.values()) {
                    FrozenBatchNorm layer = frozen(shape.channels(), activation);
                    layers.add(WarmUp.layer(layer, shape, layout, ElementType.FLOAT32));
                    Tensor x = Tensor.allocate(Arena.global(), shape, layout, ElementType.FLOAT32);
                    service.add(() -> layer.apply(x, x));
                }
            }
        }
        WarmUp.of(layers).run();
        System.out.println(WARM);
        for (long start = System.nanoTime(); System.nanoTime() - start < NANOS; ) {
            service.forEach(Runnable::run);
        }
    }

    private static FrozenBatchNorm frozen(int channels, Activation activation) {
        BatchNorm2d layer =
                new BatchNorm2d(channels, BatchNormOptions.defaults().activation(activation));
        layer.population().orElseThrow().load(new double[channels], ones(channels), 1);
        return layer.freeze();
    }

    private static double[] ones(int channels) {
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        return ones;
    }
}
