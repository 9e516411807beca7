package org.lanewise.testing;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.Activation;
import org.lanewise.Backward;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNorm2d;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.FrozenBatchNorm;
import org.lanewise.Gradients;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** Calls layers in all ways until that allocates nothing, and prints the fewest bytes. A {@link ChildJvm} runs it. */
public final class AllocationMain {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHANNELS = 16;
    private static final Shape SMALL = Shape.of(3, CHANNELS, 14, 14);
    private static final int CALLS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private AllocationMain() {}

    /**
     * Two shapes in turn. With a pool one of them is large enough for the workers to be asked.
     *
     * @param arguments "pool" for a pool, or nothing
     */
    public static void main(String[] arguments) {
        boolean pooled = arguments.length > 0;
        try (ForkJoinPool pool = new ForkJoinPool(1);
                Arena arena = Arena.ofShared()) {
            BatchNormOptions options = BatchNormOptions.defaults();
            Layers layers = new Layers(pooled ? options.pool(pool) : options);
            Shape large = pooled ? Shape.of(40, CHANNELS, 16, 16) : Shape.of(8, CHANNELS, 14, 14);
            System.out.println(leastBytes(calls(layers, arena, large), calls(layers, arena, SMALL)));
        }
    }

    private static long leastBytes(Runnable large, Runnable small) {
        long end = System.nanoTime() + LIMIT.toNanos();
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() < end) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < CALLS; call++) {
                large.run();
                small.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
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
    private static Runnable calls(Layers layers, Arena arena, Shape shape) {
        Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST), 1);
        Tensor dy = Data.ORDINARY.fill(Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST), 2);
        Tensor out = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
        Tensor dresidual = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
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
