package org.lanewise.bench;

import org.lanewise.Activation;
import org.lanewise.Backward;
import org.lanewise.Forward;
import org.lanewise.GhostBatchNorm;
import org.lanewise.GhostStatistics;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A layer on ghost batches; with all samples in one group it does what {@link LayerBenchmark} does. */
@State(Scope.Benchmark)
public class GhostBenchmark extends LayerState {
    /** The sizes, as N, C, spatial. */
    @Param({"32x64x56x56", "256x256"})
    public String shape;

    /** The size of a group. */
    @Param({"8", "32", "256"})
    public int samplesPerGroup;

    GhostStatistics statistics;
    private GhostBatchNorm ghost;

    /** Makes the layer and its tensors, and runs a forward pass for backward to follow. */
    @Setup(Level.Trial)
    public void setUp() {
        Shape sizes = Tensors.shape(shape);
        begin(sizes, Activation.none());
        ghost = new GhostBatchNorm(layer, samplesPerGroup);
        statistics = new GhostStatistics(sizes.channels());
        train();
    }

    /** Forward with the statistics of each group. */
    @Benchmark
    public Tensor train() {
        ghost.train(Forward.of(x, out), statistics);
        return out;
    }

    /** Backward through them. */
    @Benchmark
    public Tensor backward() {
        ghost.backward(Backward.of(x, dy, out), statistics, gradients);
        return out;
    }
}
