package org.lanewise;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Data;

/** Calls allocate nothing once C2 has compiled them, also where shapes alternate. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHANNELS = 16;
    private static final Shape SMALL = Shape.of(3, CHANNELS, 14, 14);
    private static final int CALLS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void callsAllocateNothing(Layout layout) {
        try (Arena arena = Arena.ofConfined()) {
            assertNoBytes(arena, BatchNormOptions.defaults(), layout, Shape.of(8, 16, 14, 14));
        }
    }

    /** Large enough for the workers to be asked. */
    @ParameterizedTest
    @EnumSource
    void callsWithAPoolAllocateNothing(Layout layout) {
        try (ForkJoinPool pool = new ForkJoinPool(1);
                Arena arena = Arena.ofShared()) {
            assertNoBytes(arena, BatchNormOptions.defaults().pool(pool), layout, Shape.of(40, 16, 16, 16));
        }
    }

    private static void assertNoBytes(Arena arena, BatchNormOptions options, Layout layout, Shape large) {
        assumeTrue(ProviderInfo.current().name().equals("vector"));
        Layers layers = new Layers(options);
        Runnable callsOfLarge = calls(layers, arena, large, layout);
        Runnable callsOfSmall = calls(layers, arena, SMALL, layout);
        long end = System.nanoTime() + LIMIT.toNanos();
        long least = Long.MAX_VALUE;
        while (System.nanoTime() < end) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < CALLS; call++) {
                callsOfLarge.run();
                callsOfSmall.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            if (least == 0) {
                return;
            }
        }
        fail(least + " bytes were allocated in the best " + CALLS + " rounds of calls, must be 0");
    }

    /** What tensors of both shapes go through. */
    private static final class Layers {
        final BatchNorm plain;
        final BatchNorm fused;
        final BatchNorm observer;
        final FrozenBatchNorm frozen;
        final ChannelMoments moments = new ChannelMoments(CHANNELS);

        Layers(BatchNormOptions options) {
            plain = new BatchNorm2d(CHANNELS, options);
            fused = new BatchNorm2d(CHANNELS, options.activation(Activation.relu()));
            observer = new BatchNorm2d(CHANNELS, options);
            double[] ones = new double[CHANNELS];
            Arrays.fill(ones, 1);
            observer.population().orElseThrow().load(ones, ones, 1);
            frozen = observer.freeze();
        }
    }

    /** A call of each kind. */
    private static Runnable calls(Layers layers, Arena arena, Shape shape, Layout layout) {
        Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout), 1);
        Tensor dy = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout), 2);
        Tensor out = Tensor.allocate(arena, shape, layout);
        Tensor dresidual = Tensor.allocate(arena, shape, layout);
        Forward forward = Forward.of(x, out).residual(dy);
        Backward backward = Backward.of(x, dy, out).residual(dresidual);
        Forward observed = Forward.of(x, out);
        BatchStatistics statistics = new BatchStatistics(CHANNELS);
        BatchStatistics ofFused = new BatchStatistics(CHANNELS);
        BatchStatistics ofObserver = new BatchStatistics(CHANNELS);
        Gradients gradients = new Gradients(CHANNELS);
        return () -> {
            layers.plain.train(x, out, statistics);
            layers.plain.backward(x, dy, out, statistics, gradients);
            layers.plain.infer(x, out);
            layers.frozen.apply(x, out);
            layers.fused.train(forward, ofFused);
            layers.fused.backward(backward, ofFused, gradients);
            layers.fused.infer(forward);
            layers.observer.infer(observed, ofObserver);
            layers.observer.backward(x, dy, out, ofObserver, gradients);
            layers.moments.add(x);
        };
    }
}
