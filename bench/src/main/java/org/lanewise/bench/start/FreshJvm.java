package org.lanewise.bench.start;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchNorm2d;
import org.lanewise.BatchStatistics;
import org.lanewise.Gradients;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * What a service does first, timed: makes a layer and calls it. The program that {@link StartCommand} starts, with the
 * sizes of a shape, a layout, a type, train, infer or backward, and milliseconds to go on for. Prints a {@link Start}.
 */
public final class FreshJvm {
    private static final int MAX_CALLS = 1 << 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private FreshJvm() {}

    /** Makes a layer, calls it until the time is over, prints a line. */
    public static void main(String[] args) {
        Shape shape = Shape.of(
                Arrays.stream(args[0].split("x")).mapToLong(Long::parseLong).toArray());
        Layout layout = Layout.valueOf(args[1]);
        ElementType type = ElementType.valueOf(args[2]);
        long nanos = Long.parseLong(args[4]) * NANOS_PER_MILLI;
        try (Arena arena = Arena.ofShared()) {
            Tensor x = Tensor.allocate(arena, shape, layout, type);
            Tensor y = Tensor.allocate(arena, shape, layout, type);
            long start = System.nanoTime();
            BatchNorm layer = shape.rank() <= 3 ? new BatchNorm1d(shape.channels()) : new BatchNorm2d(shape.channels());
            long made = System.nanoTime();
            long[] calls = time(call(args[3], layer, x, y), nanos);
            System.out.println(Start.of(made - start, calls).line());
        }
    }

    private static Runnable call(String op, BatchNorm layer, Tensor x, Tensor y) {
        BatchStatistics statistics = new BatchStatistics(layer.channels());
        return switch (op) {
            case "infer" -> () -> layer.infer(x, y);
            case "train" -> () -> layer.train(x, y, statistics);
            case "backward" -> {
                Gradients gradients = new Gradients(layer.channels());
                layer.train(x, y, statistics);
                yield () -> layer.backward(x, x, y, statistics, gradients);
            }
            default -> throw new IllegalArgumentException("op: " + op + ", must be train, infer or backward");
        };
    }

    private static long[] time(Runnable call, long nanos) {
        long[] calls = new long[MAX_CALLS];
        int count = 0;
        long end = System.nanoTime() + nanos;
        for (long before = System.nanoTime(); count < MAX_CALLS && (before < end || count < 8); count++) {
            call.run();
            long after = System.nanoTime();
            calls[count] = after - before;
            before = after;
        }
        return Arrays.copyOf(calls, count);
    }
}
