package org.lanewise.bench;

import org.lanewise.Activation;
import org.lanewise.Backward;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Training forward, inference and backward of a layer, as a user calls them. */
@State(Scope.Benchmark)
public class LayerBenchmark extends LayerState {
    /** What the layer does in the same pass. */
    public enum Fusion {
        /** Nothing else. */
        NONE,
        /** y = max(0, bn(x)). */
        RELU,
        /** y = max(0, bn(x) + residual), and backward gives the residual's gradient too. */
        ADD_RELU
    }

    /** The sizes, as N, C, spatial. */
    @Param({"1x64x56x56", "32x64x56x56", "32x256x14x14", "32x2048x7x7", "256x256", "4x128x15000"})
    public String shape;

    /** What the layer does beside. */
    @Param("NONE")
    public Fusion fusion = Fusion.NONE;

    Tensor residual;
    Tensor dresidual;
    BatchStatistics statistics;
    BatchStatistics frozen;

    /** Makes the layer and its tensors, and runs forward passes for backward to follow. */
    @Setup(Level.Trial)
    public void setUp() {
        Shape sizes = Tensors.shape(shape);
        begin(sizes, fusion == Fusion.NONE ? Activation.none() : Activation.relu());
        if (fusion == Fusion.ADD_RELU) {
            residual = random(sizes, 3);
            dresidual = room(sizes);
        }
        statistics = new BatchStatistics(sizes.channels());
        train();
        frozen = new BatchStatistics(sizes.channels());
        if (residual == null) {
            layer.infer(Forward.of(x, out), frozen);
        } else {
            layer.infer(Forward.of(x, out).residual(residual), frozen);
        }
    }

    /** Forward with the batch's statistics. */
    @Benchmark
    public Tensor train() {
        if (residual == null) {
            layer.train(x, out, statistics);
        } else {
            layer.train(Forward.of(x, out).residual(residual), statistics);
        }
        return out;
    }

    /** Forward with the population's statistics. */
    @Benchmark
    public Tensor infer() {
        if (residual == null) {
            layer.infer(x, out);
        } else {
            layer.infer(Forward.of(x, out).residual(residual));
        }
        return out;
    }

    /** Backward through the batch's statistics. */
    @Benchmark
    public Tensor backward() {
        if (residual == null) {
            layer.backward(x, dy, out, statistics, gradients);
        } else {
            layer.backward(Backward.of(x, dy, out).residual(dresidual), statistics, gradients);
        }
        return out;
    }

    /**
     * Backward through frozen statistics, for dx alone; with a residual for all gradients, since no call gives just
     * two.
     */
    @Benchmark
    public Tensor frozenBackward() {
        if (residual == null) {
            layer.backward(Backward.of(x, dy, out), frozen);
        } else {
            layer.backward(Backward.of(x, dy, out).residual(dresidual), frozen, gradients);
        }
        return out;
    }
}
