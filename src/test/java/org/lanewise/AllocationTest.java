package org.lanewise;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Data;

/** Calls allocate nothing once C2 has compiled them, also where shapes alternate. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Shape LARGE = Shape.of(8, 16, 14, 14);
    private static final Shape SMALL = Shape.of(3, 16, 14, 14);
    private static final int CALLS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void callsAllocateNothing(Layout layout) {
        assumeTrue(ProviderInfo.current().name().equals("vector"));
        try (Arena arena = Arena.ofConfined()) {
            BatchNorm plain = new BatchNorm2d(16);
            BatchNorm fused = new BatchNorm2d(16, BatchNormOptions.defaults().activation(Activation.relu()));
            plain.train(
                    Data.ORDINARY.fill(Tensor.allocate(arena, SMALL, layout), 3),
                    Tensor.allocate(arena, SMALL, layout));
            FrozenBatchNorm frozen = plain.freeze();
            Runnable large = calls(plain, fused, frozen, arena, LARGE, layout);
            Runnable small = calls(plain, fused, frozen, arena, SMALL, layout);
            long end = System.nanoTime() + LIMIT.toNanos();
            long least = Long.MAX_VALUE;
            while (System.nanoTime() < end) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int call = 0; call < CALLS; call++) {
                    large.run();
                    small.run();
                }
                least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
                if (least == 0) {
                    return;
                }
            }
            fail(least + " bytes were allocated in the best " + CALLS + " rounds of calls, must be 0");
        }
    }

    /** A call of each kind. */
    private static Runnable calls(
            BatchNorm plain, BatchNorm fused, FrozenBatchNorm frozen, Arena arena, Shape shape, Layout layout) {
        Tensor x = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout), 1);
        Tensor dy = Data.ORDINARY.fill(Tensor.allocate(arena, shape, layout), 2);
        Tensor out = Tensor.allocate(arena, shape, layout);
        Tensor dresidual = Tensor.allocate(arena, shape, layout);
        Forward forward = Forward.of(x, out).residual(dy);
        Backward backward = Backward.of(x, dy, out).residual(dresidual);
        BatchStatistics statistics = new BatchStatistics(shape.channels());
        BatchStatistics ofFused = new BatchStatistics(shape.channels());
        Gradients gradients = new Gradients(shape.channels());
        return () -> {
            plain.train(x, out, statistics);
            plain.backward(x, dy, out, statistics, gradients);
            plain.infer(x, out);
            frozen.apply(x, out);
            fused.train(forward, ofFused);
            fused.backward(backward, ofFused, gradients);
            fused.infer(forward);
        };
    }
}
