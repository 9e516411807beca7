package org.lanewise.bench;

import java.lang.foreign.Arena;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Gradients;
import org.lanewise.ProviderInfo;
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

/** Training forward, inference and backward of a layer, as a user calls them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class LayerBenchmark {
    /** The sizes, as N, C, spatial. */
    @Param({"1x64x56x56", "32x64x56x56", "32x256x14x14", "32x2048x7x7", "256x256", "4x128x15000"})
    public String shape;

    /** The order of the axes. */
    @Param
    public Layout layout;

    /** Whose kernels it runs: scalar or vector. A JVM chooses once, so this needs a fork of its own. */
    @Param({"vector", "scalar"})
    public String provider;

    /** The threads at work, the caller included. */
    @Param({"1", "2"})
    public int threads;

    /** How elements are stored. */
    @Param("FLOAT32")
    public ElementType type = ElementType.FLOAT32;

    Tensor x;
    Tensor dy;
    Tensor out;
    BatchStatistics statistics;
    BatchStatistics frozen;
    Gradients gradients;
    private BatchNorm layer;
    private Arena arena;
    private ForkJoinPool pool;

    /** Makes the layer and its tensors, and runs a forward pass for backward to follow. */
    @Setup(Level.Trial)
    public void setUp() {
        System.setProperty("lanewise.provider", provider);
        if (!ProviderInfo.current().name().equals(provider)) {
            throw new IllegalStateException("provider: this JVM has chosen another, " + ProviderInfo.current());
        }
        arena = Arena.ofShared();
        Shape sizes = Tensors.shape(shape);
        BatchNormOptions options = BatchNormOptions.defaults();
        if (threads > 1) {
            pool = new ForkJoinPool(threads - 1);
            options = options.pool(pool);
        }
        layer = BatchNorm.of(sizes, options);
        x = Tensors.random(arena, sizes, layout, type, 1);
        dy = Tensors.random(arena, sizes, layout, type, 2);
        out = Tensor.allocate(arena, sizes, layout, type);
        statistics = new BatchStatistics(sizes.channels());
        gradients = new Gradients(sizes.channels());
        layer.train(x, out, statistics);
        frozen = new BatchStatistics(sizes.channels());
        layer.infer(x, out, frozen);
    }

    /** Ends the pool and frees the tensors. */
    @TearDown(Level.Trial)
    public void tearDown() {
        if (pool != null) {
            pool.close();
        }
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

    /** Backward through frozen statistics, for dx alone. */
    @Benchmark
    public Tensor frozenBackward() {
        layer.backward(x, dy, out, frozen);
        return out;
    }
}
