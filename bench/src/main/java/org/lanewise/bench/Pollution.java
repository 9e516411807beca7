package org.lanewise.bench;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.lanewise.Activation;
import org.lanewise.Backward;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.Gradients;
import org.lanewise.kernel.call.Kernel;
import org.lanewise.kernel.call.Kernels;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.call.Operation;
import org.lanewise.kernel.call.Scratch;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * Runs what is to be measured on many shapes, layouts and kinds of memory first, until C2 has compiled it: in a service
 * that runs a whole network the profiles are of this kind, in a benchmark of one case they are not.
 */
final class Pollution {
    private static final int REPETITIONS = 2000;

    /** Short runs, long ones, ends of vectors, few channels, many channels. */
    private static final List<Shape> SHAPES = List.of(
            Shape.of(64, 3),
            Shape.of(9, 130),
            Shape.of(2, 5, 49),
            Shape.of(3, 2, 1001),
            Shape.of(2, 33, 7),
            Shape.of(1, 1, 4096),
            Shape.of(5, 2, 1));

    private Pollution() {}

    /** Every kernel, on memory of every kind of arena. */
    static void run(Kernels kernels, ElementType type) {
        try (Arena shared = Arena.ofShared();
                Arena confined = Arena.ofConfined()) {
            List<Operands> all = new ArrayList<>();
            for (Arena arena : List.of(shared, confined, Arena.ofAuto())) {
                for (Shape shape : SHAPES) {
                    for (Layout layout : Layout.values()) {
                        all.add(KernelBenchmark.operands(arena, shape, layout, type));
                    }
                }
            }
            Scratch scratch = new Scratch();
            for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                Operands operands = all.get(repetition % all.size());
                for (Operation operation : Operation.values()) {
                    Kernel kernel = kernels.get(operation, operands.grid.geometry());
                    for (int unit = 0; unit < operands.grid.units(); unit++) {
                        kernel.run(operands, unit, scratch);
                    }
                }
            }
        }
    }

    /** Every operation of a layer, on native memory and on the heap's. */
    static void runLayers() {
        try (Arena arena = Arena.ofShared()) {
            List<Runnable> all = new ArrayList<>();
            for (Shape shape : SHAPES) {
                for (Layout layout : Layout.values()) {
                    Tensor x = Tensors.random(arena, shape, layout, 1);
                    Tensor out = Tensor.allocate(arena, shape, layout);
                    all.add(layer(x, out));
                    all.add(layer(Tensor.of(x.toArray(), shape, layout), Tensor.of(out.toArray(), shape, layout)));
                    all.add(layer(Tensor.of(x.toArray(), shape, layout), out));
                }
            }
            for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                all.get(repetition % all.size()).run();
            }
        }
    }

    /** Without and with what may follow in the same pass. */
    private static Runnable layer(Tensor x, Tensor out) {
        int channels = x.shape().channels();
        BatchNorm1d layer = new BatchNorm1d(channels);
        BatchNorm1d fused =
                new BatchNorm1d(channels, BatchNormOptions.defaults().activation(Activation.relu()));
        BatchStatistics statistics = new BatchStatistics(channels);
        Gradients gradients = new Gradients(channels);
        return () -> {
            layer.train(x, out, statistics);
            layer.backward(x, x, out, statistics, gradients);
            layer.infer(Forward.of(x, out), statistics);
            layer.backward(Backward.of(x, x, out), statistics);
            fused.infer(Forward.of(x, out).residual(x));
            fused.train(Forward.of(x, out).residual(x), statistics);
            fused.backward(x, x, out, statistics, gradients);
        };
    }
}
