package org.lanewise.bench;

import org.lanewise.Activation;
import org.lanewise.Backward;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.PaddedBatchNorm;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A layer on padded sequences, beside one on as many elements without padding: what finding the valid ones costs. */
@State(Scope.Benchmark)
public class PaddedBenchmark extends LayerState {
    /** The sizes, as N, C, L. */
    @Param({"32x256x128", "16x64x4096"})
    public String shape;

    /** The valid positions among all, 0.5 to 1. */
    @Param({"0.5", "0.9", "1"})
    public double share;

    ValidPositions valid;
    private PaddedBatchNorm padded;
    private BatchStatistics statistics;
    private Tensor denseX;
    private Tensor denseDy;
    private Tensor denseOut;
    private BatchStatistics denseStatistics;

    /** Makes the layer and its tensors, and runs forward passes for backward to follow. */
    @Setup(Level.Trial)
    public void setUp() {
        Shape sizes = Tensors.shape(shape);
        begin(sizes, Activation.none());
        padded = new PaddedBatchNorm(layer);
        valid = ValidPositions.lengths(sizes, lengths(sizes));
        statistics = new BatchStatistics(sizes.channels());
        train();
        Shape dense = Shape.of(1, sizes.channels(), valid.count());
        denseX = random(dense, 1);
        denseDy = random(dense, 2);
        denseOut = room(dense);
        denseStatistics = new BatchStatistics(sizes.channels());
        denseTrain();
    }

    /** Evenly spread, up to about L. */
    private int[] lengths(Shape sizes) {
        int[] lengths = new int[Math.toIntExact(sizes.samples())];
        for (int n = 0; n < lengths.length; n++) {
            double missing = 2 * (1 - share) * (n + 0.5) / lengths.length;
            lengths[n] = (int) Math.round(sizes.size(2) * (1 - missing));
        }
        return lengths;
    }

    /** Forward with the statistics of the valid positions. */
    @Benchmark
    public Tensor train() {
        padded.train(Forward.of(x, out), valid, statistics);
        return out;
    }

    /** Backward through them. */
    @Benchmark
    public Tensor backward() {
        padded.backward(Backward.of(x, dy, out), valid, statistics, gradients);
        return out;
    }

    /** The layer's own forward pass. */
    @Benchmark
    public Tensor denseTrain() {
        layer.train(denseX, denseOut, denseStatistics);
        return denseOut;
    }

    /** The layer's own backward pass. */
    @Benchmark
    public Tensor denseBackward() {
        layer.backward(denseX, denseDy, denseOut, denseStatistics, gradients);
        return denseOut;
    }
}
