package org.lanewise;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;

/**
 * The warm-up of a network: makes the calls of all its layers ahead, until the JIT compiler has compiled what they run.
 * Layers share kernels, so this takes far less time than a warm-up for each layer.
 *
 * <pre>{@code
 * WarmUp.of(
 *                 WarmUp.layer(first, Shape.of(1, 2, 56, 56), Layout.CHANNELS_FIRST, ElementType.FLOAT32),
 *                 WarmUp.layer(second, Shape.of(1, 2, 28, 28), Layout.CHANNELS_FIRST, ElementType.FLOAT32))
 *         .run();
 * }</pre>
 *
 * <p>A {@link FrozenBatchNorm} is warmed up for {@code apply}, a {@link BatchNorm} for training, inference and backward
 * passes; both also with a residual. The layers stay as they are: no statistics, parameters or gradients change.
 *
 * <p>All processors help: the calling thread, and workers of the common pool that have nothing else to do. Immutable;
 * for any thread. A frozen layer may serve meanwhile, and a layer may train.
 */
public final class WarmUp {
    /**
     * How long nothing may get faster before the loop ends: about twice as long as C2 takes for the largest kernel, and
     * a share of the time before, as C2 takes longer on a busy machine. Shorter would not do, as code that waits for C2
     * runs as steadily as code that C2 has compiled.
     */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final int QUIET_SHARE = 3;

    /** The fewest rounds in that time: with a large tensor, a few rounds may fill it before C2 has begun. */
    private static final int QUIET_ROUNDS = 6;

    /** The longest warm-up, for machines whose times never become steady. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(20);

    /**
     * The calls count as faster if their best times, added up, are less than this share of what they were. Whole rounds
     * would be disturbed by the compiler's threads.
     */
    private static final double FASTER = 0.95;

    /** A layer, and the tensors that it will be called with. Immutable. Made by {@link WarmUp#layer}. */
    public static final class Layer {
        private final FrozenBatchNorm frozen;
        private final BatchNormOptions options;
        private final Shape shape;
        private final Layout layout;
        private final ElementType type;

        /** With null for a frozen layer if it is another one. */
        private Layer(FrozenBatchNorm frozen, BatchNormOptions options, Shape shape, Layout layout, ElementType type) {
            this.frozen = frozen;
            this.options = options;
            this.shape = shape;
            this.layout = Objects.requireNonNull(layout, "layout");
            this.type = Objects.requireNonNull(type, "type");
        }

        private Combination combination() {
            return new Combination(frozen != null, options.activation(), options.pool(), shape, layout, type);
        }

        /** The calls of a layer like this one, whose vector kernels work at once. */
        private List<WarmUpCalls> calls(WarmUpTensors tensors) {
            WarmUpTensors.Like like = tensors.like(shape, layout, type);
            BatchNormOptions warmingUp = options.warmingUp();
            return frozen != null ? WarmUpCalls.of(frozen.with(warmingUp), like) : WarmUpCalls.of(warmingUp, like);
        }

        /** The calls of the layer itself, which make its plans; none of a layer that may train meanwhile. */
        private List<WarmUpCalls> ownCalls(WarmUpTensors tensors) {
            return frozen != null ? WarmUpCalls.of(frozen, tensors.like(shape, layout, type)) : List.of();
        }

        @Override
        public String toString() {
            return (frozen != null ? "frozen layer on " : "layer on ") + shape + ", " + layout + ", " + type;
        }
    }

    /** All that what a layer runs depends on. */
    private record Combination(
            boolean frozen, Activation activation, ForkJoinPool pool, Shape shape, Layout layout, ElementType type) {}

    private final List<Layer> layers;

    private WarmUp(List<Layer> layers) {
        this.layers = layers;
    }

    /**
     * The warm-up of some layers.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static WarmUp of(Layer... layers) {
        Objects.requireNonNull(layers, "layers");
        for (int i = 0; i < layers.length; i++) {
            Objects.requireNonNull(layers[i], "layers[" + i + "]");
        }
        if (layers.length == 0) {
            throw new IllegalArgumentException("layers: none, must be at least 1");
        }
        return new WarmUp(List.of(layers));
    }

    /**
     * As {@link #of(Layer...)}.
     *
     * @throws IllegalArgumentException as there
     */
    public static WarmUp of(List<Layer> layers) {
        Objects.requireNonNull(layers, "layers");
        return of(layers.toArray(Layer[]::new));
    }

    /**
     * A frozen layer, and the tensors that it will be applied to.
     *
     * @throws IllegalArgumentException if shape has another number of channels than the layer, or no elements
     */
    public static Layer layer(FrozenBatchNorm layer, Shape shape, Layout layout, ElementType type) {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(shape, "shape");
        OperandChecks.requireChannels("shape", shape.channels(), layer.channels());
        if (shape.elements() == 0) {
            throw new IllegalArgumentException("shape: " + shape + ", must have elements to warm up with");
        }
        return new Layer(layer, layer.options(), shape, layout, type);
    }

    /**
     * A layer, and the tensors that it will be called with. The layer is looked at now, and not by {@link #run}, so it
     * may train meanwhile.
     *
     * @throws IllegalArgumentException if shape is of a rank that the layer does not take, has another number of
     *     channels, or fewer than 2 elements per channel
     */
    public static Layer layer(BatchNorm layer, Shape shape, Layout layout, ElementType type) {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(shape, "shape");
        layer.requireTrainable(shape);
        return new Layer(null, layer.options(), shape, layout, type);
    }

    /**
     * Makes the layers' calls, on tensors of its own, in rounds until they get no faster. That commonly takes a second;
     * it stops after the round that passes 20 seconds. It serves all layers of the JVM for such tensors.
     *
     * @return how long it took
     * @throws OutOfMemoryError if there is no memory for two inputs of each element type, as large as the largest, and
     *     an output for each processor
     */
    public Duration run() {
        long start = System.nanoTime();
        // Shared, as a service's tensors are that threads of a pool help with.
        try (Arena arena = Arena.ofShared()) {
            WarmUpTensors tensors = new WarmUpTensors(arena);
            Map<Combination, List<WarmUpCalls>> once = new LinkedHashMap<>();
            for (Layer layer : layers) {
                once.computeIfAbsent(layer.combination(), combination -> layer.calls(tensors));
            }
            List<WarmUpCalls> calls =
                    once.values().stream().flatMap(List::stream).toList();
            int workers = Math.min(calls.size(), Runtime.getRuntime().availableProcessors());
            tensors.allocate(workers);
            repeat(calls, workers, start);
            layers.stream().flatMap(layer -> layer.ownCalls(tensors).stream()).forEach(own -> own.run(0));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void repeat(List<WarmUpCalls> calls, int workers, long start) {
        long[] best = new long[calls.size()];
        Arrays.fill(best, Long.MAX_VALUE);
        double fastest = Double.MAX_VALUE;
        long lastFaster = start;
        int rounds = 0;
        for (long now = start; now - start < MAX_NANOS; ) {
            round(calls, workers, best);
            now = System.nanoTime();
            rounds++;
            double all = Arrays.stream(best).asDoubleStream().sum();
            if (all < FASTER * fastest) {
                fastest = all;
                lastFaster = now;
                rounds = 0;
            } else if (now - lastFaster > Math.max(QUIET_NANOS, (lastFaster - start) / QUIET_SHARE)
                    && rounds >= QUIET_ROUNDS) {
                return;
            }
        }
    }

    /** Makes all calls once, with as many workers as come, and notes the best times in nanoseconds. */
    private static void round(List<WarmUpCalls> calls, int workers, long[] best) {
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, workers).parallel().forEach(worker -> {
            for (int i = next.getAndIncrement(); i < calls.size(); i = next.getAndIncrement()) {
                long before = System.nanoTime();
                calls.get(i).run(worker);
                best[i] = Math.min(best[i], System.nanoTime() - before);
            }
        });
    }
}
