package org.lanewise;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Warms up the JVM for tensors of a shape: makes the calls of a layer until they get no faster. */
final class WarmUp {
    /**
     * How long nothing may get faster before the loop ends: about twice as long as C2 takes for the largest kernel.
     * Shorter would not do, as code that waits for C2 runs as steadily as code that C2 has compiled.
     */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** The fewest rounds in that time: with a large tensor, a few rounds may fill it before C2 has begun. */
    private static final int QUIET_ROUNDS = 6;

    /** The longest warm-up, for machines whose times never become steady. */
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** A round counts as faster if it takes less than this share of the best time. */
    private static final double FASTER = 0.95;

    /**
     * The elements that are set one by one and then copied in bulk, because the code that sets them is not compiled
     * yet. The number is odd, so that no channel is constant.
     */
    private static final int PATTERN = (1 << 12) - 1;

    private WarmUp() {}

    /** Applies a frozen layer, and returns how long that took, in nanoseconds. */
    static long run(FrozenBatchNorm layer, Shape shape, Layout layout, ElementType type) {
        long start = System.nanoTime();
        // Shared, so that the layer's threads read and write it as they would a service's.
        try (Arena arena = Arena.ofShared()) {
            Tensor x = tensor(arena, shape, layout, type, 0.5f);
            Tensor y = Tensor.allocate(arena, shape, layout, type);
            repeat(start, () -> {
                layer.apply(x, y);
                layer.apply(Forward.of(x, y).residual(x));
            });
        }
        return System.nanoTime() - start;
    }

    /**
     * Trains, infers and goes backward with a layer of these options, and returns how long that took, in nanoseconds.
     */
    static long run(BatchNormOptions options, Shape shape, Layout layout, ElementType type) {
        long start = System.nanoTime();
        // Not the options' own estimate: exactOverBatches would keep every batch in memory.
        BatchNorm layer = BatchNorm.of(shape, options.population(PopulationEstimate.momentum(0.1)));
        // Shared, because a pool's workers read and write it too.
        try (Arena arena = Arena.ofShared()) {
            // How coefficients are computed depends on how far the mean is from 0. Both ways must be compiled.
            Tensor centered = tensor(arena, shape, layout, type, -0.5f);
            Tensor offset = tensor(arena, shape, layout, type, 0.5f);
            Tensor out = Tensor.allocate(arena, shape, layout, type);
            BatchStatistics statistics = new BatchStatistics(shape.channels());
            Gradients gradients = new Gradients(shape.channels());
            repeat(start, () -> {
                layer.train(centered, out, statistics);
                layer.backward(centered, offset, out, statistics, gradients);
                layer.train(offset, out, statistics);
                layer.infer(offset, out);
                layer.train(Forward.of(offset, out).residual(centered), statistics);
                layer.infer(Forward.of(offset, out).residual(centered), statistics);
                layer.backward(Backward.of(centered, offset, out), statistics);
            });
        }
        return System.nanoTime() - start;
    }

    private static Tensor tensor(Arena arena, Shape shape, Layout layout, ElementType type, float offset) {
        Tensor tensor = Tensor.allocate(arena, shape, layout, type);
        MemorySegment memory = tensor.segment();
        SplittableRandom random = new SplittableRandom(1);
        float[] pattern = new float[(int) Math.min(PATTERN, shape.elements())];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (float) random.nextDouble() + offset;
        }
        MemorySegment source = pattern(arena, pattern, type);
        for (long at = 0; at < memory.byteSize(); at += source.byteSize()) {
            long bytes = Math.min(source.byteSize(), memory.byteSize() - at);
            MemorySegment.copy(source, 0, memory, at, bytes);
        }
        return tensor;
    }

    private static MemorySegment pattern(Arena arena, float[] values, ElementType type) {
        Shape shape = Shape.of(1, 1, values.length);
        return Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST, type)
                .copyFrom(values)
                .segment();
    }

    private static void repeat(long start, Runnable round) {
        long best = Long.MAX_VALUE;
        long lastFaster = start;
        int rounds = 0;
        for (long now = start; now - start < MAX_NANOS; ) {
            long before = System.nanoTime();
            round.run();
            now = System.nanoTime();
            rounds++;
            if (now - before < FASTER * best) {
                best = now - before;
                lastFaster = now;
                rounds = 0;
            } else if (now - lastFaster > QUIET_NANOS && rounds >= QUIET_ROUNDS) {
                return;
            }
        }
    }
}
