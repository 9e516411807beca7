package org.lanewise.bench;

import java.lang.foreign.Arena;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.lanewise.Activation;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.Gradients;
import org.lanewise.ProviderInfo;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A layer with its pool and its tensors, which the benchmarks of layers have in common. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public abstract class LayerState {
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

    BatchNorm layer;
    Tensor x;
    Tensor dy;
    Tensor out;
    Gradients gradients;
    private Arena arena;
    private ForkJoinPool pool;

    /** Makes the layer and its tensors. */
    final void begin(Shape sizes, Activation activation) {
        System.setProperty("lanewise.provider", provider);
        if (!ProviderInfo.current().name().equals(provider)) {
            throw new IllegalStateException("provider: this JVM has chosen another, " + ProviderInfo.current());
        }
        arena = Arena.ofShared();
        BatchNormOptions options = BatchNormOptions.defaults().activation(activation);
        if (threads > 1) {
            pool = new ForkJoinPool(threads - 1);
            options = options.pool(pool);
        }
        layer = BatchNorm.of(sizes, options);
        x = random(sizes, 1);
        dy = random(sizes, 2);
        out = room(sizes);
        gradients = new Gradients(sizes.channels());
    }

    /** A tensor of normally distributed numbers, the same for the same seed. */
    final Tensor random(Shape sizes, long seed) {
        return Tensors.random(arena, sizes, layout, type, seed);
    }

    /** A tensor for results. */
    final Tensor room(Shape sizes) {
        return Tensor.allocate(arena, sizes, layout, type);
    }

    /** Ends the pool and frees the tensors. */
    @TearDown(Level.Trial)
    public void tearDown() {
        if (pool != null) {
            pool.close();
        }
        arena.close();
    }
}
