package org.lanewise.bench;

import java.lang.foreign.Arena;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.Activation;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.Gradients;
import org.lanewise.ProviderInfo;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A layer with its pool and its tensors, which the benchmarks of layers have in common. */
@State(Scope.Benchmark)
public abstract class LayerState extends Measured {
    /** The threads at work, the caller included. */
    @Param({"1", "2"})
    public int threads;

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
