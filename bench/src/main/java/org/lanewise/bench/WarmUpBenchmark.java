package org.lanewise.bench;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Gradients;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the first {@value #CALLS} calls of a JVM take: with nothing before, after {@code warmUp}, and after some seconds
 * of calls.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1, batchSize = WarmUpBenchmark.CALLS)
@Fork(
        value = 5,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class WarmUpBenchmark {
    static final int CALLS = 50;

    /** What happens before the calls. */
    public enum Before {
        /** The first call of all. */
        NOTHING,
        /** The layer's own warm-up, whose time is printed. */
        WARM_UP,
        /** Calls for a long time. */
        SECONDS
    }

    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The sizes, as N, C, spatial. */
    @Param({"1x64x56x56", "256x256", "32x256x14x14"})
    public String shape;

    /** The order of the axes. */
    @Param
    public Layout layout;

    /** What happens before the calls. */
    @Param
    public Before before;

    private Arena arena;
    private BatchNorm layer;
    private Tensor x;
    private Tensor dy;
    private Tensor out;
    private BatchStatistics statistics;
    private Gradients gradients;

    /** Makes the layer and its tensors, and does what comes before. */
    @Setup(Level.Trial)
    public void setUp() {
        arena = Arena.ofShared();
        Shape sizes = Tensors.shape(shape);
        layer = BatchNorm.of(sizes, BatchNormOptions.defaults());
        x = Tensors.random(arena, sizes, layout, 1);
        dy = Tensors.random(arena, sizes, layout, 2);
        out = Tensor.allocate(arena, sizes, layout);
        statistics = new BatchStatistics(sizes.channels());
        gradients = new Gradients(sizes.channels());
        switch (before) {
            case NOTHING -> layer.train(x, out, statistics);
            case WARM_UP -> {
                Duration took = layer.warmUp(sizes, layout, ElementType.FLOAT32);
                System.out.println("warmUp took " + took.toMillis() + " ms");
                layer.train(x, out, statistics);
            }
            case SECONDS -> {
                for (long start = System.nanoTime(); System.nanoTime() - start < LONG_NANOS; ) {
                    train();
                    infer();
                    backward();
                }
            }
        }
    }

    /** Frees the tensors. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }

    /** Forward with the batch's statistics. */
    @Benchmark
    public Tensor train() {
        layer.train(x, out, statistics);
        return out;
    }

    /** Forward with the population's statistics. */
    @Benchmark
    public Tensor infer() {
        layer.infer(x, out);
        return out;
    }

    /** Backward through the batch's statistics. */
    @Benchmark
    public Tensor backward() {
        layer.backward(x, dy, out, statistics, gradients);
        return out;
    }
}
