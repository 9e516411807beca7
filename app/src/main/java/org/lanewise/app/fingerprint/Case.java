package org.lanewise.app.fingerprint;

import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.BatchNorm;
import org.lanewise.BatchNormOptions;
import org.lanewise.BatchStatistics;
import org.lanewise.Forward;
import org.lanewise.Gradients;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/**
 * One tensor with all operations on it.
 *
 * @param shape its shape
 * @param layout its layout
 * @param data what it holds
 * @param memory what it lies in
 * @param inPlace whether outputs go where inputs were
 * @param scale whether the layer has a gamma
 * @param shift whether the layer has a beta
 * @param eps the layer's
 * @param estimate how the layer estimates its population
 */
record Case(
        Shape shape,
        Layout layout,
        Data data,
        Memory memory,
        boolean inPlace,
        boolean scale,
        boolean shift,
        double eps,
        PopulationEstimate estimate) {

    /** Runs all operations and adds every number that they put out to the digest. */
    void run(long seed, Optional<ForkJoinPool> pool, BitDigest digest) {
        Random random = new Random(seed);
        float[] first = data.fill(random, shape, layout);
        float[] second = data.fill(random, shape, layout);
        float[] gradient = new Data(0, 1, Data.Special.NONE).fill(random, shape, layout);
        // Shared: a confined one would keep the pool's workers away.
        try (Arena arena = Arena.ofShared()) {
            Tensor x = memory.allocate(arena, shape, layout);
            Tensor dy = memory.allocate(arena, shape, layout);
            Tensor y = inPlace ? x : memory.allocate(arena, shape, layout);
            Tensor dx = inPlace ? dy : y;
            BatchNorm layer = layer(random, pool);
            BatchStatistics statistics = new BatchStatistics(shape.channels());
            Gradients gradients = new Gradients(shape.channels());

            layer.train(x.copyFrom(second), y);
            layer.train(x.copyFrom(first), y, statistics);
            digest.add(y);
            add(statistics, digest);
            for (int c = 0; c < shape.channels(); c++) {
                digest.add(layer.population().orElseThrow().mean(c));
                digest.add(layer.population().orElseThrow().variance(c));
            }
            layer.backward(x.copyFrom(first), dy.copyFrom(gradient), dx, statistics, gradients);
            add(dx, gradients, digest);

            layer.infer(Forward.of(x.copyFrom(second), y), statistics);
            digest.add(y);
            add(statistics, digest);
            layer.backward(x.copyFrom(second), dy.copyFrom(gradient), dx, statistics, gradients);
            add(dx, gradients, digest);

            addMoments(x.copyFrom(first), dy.copyFrom(second), pool, digest);
        }
    }

    private BatchNorm layer(Random random, Optional<ForkJoinPool> pool) {
        BatchNormOptions serial =
                BatchNormOptions.defaults().eps(eps).scale(scale).shift(shift).population(estimate);
        BatchNormOptions options = pool.map(serial::pool).orElse(serial);
        BatchNorm layer = BatchNorm.of(shape, options);
        for (int c = 0; c < shape.channels(); c++) {
            if (scale) {
                layer.gamma()[c] = Data.uniform(random);
            }
            if (shift) {
                layer.beta()[c] = Data.uniform(random);
            }
        }
        return layer;
    }

    private static void add(BatchStatistics statistics, BitDigest digest) {
        for (int c = 0; c < statistics.channels(); c++) {
            digest.add(statistics.mean(c));
            digest.add(statistics.variance(c));
            digest.add(statistics.invStd(c));
        }
    }

    private static void add(Tensor dx, Gradients gradients, BitDigest digest) {
        digest.add(dx);
        digest.add(gradients.dgamma());
        digest.add(gradients.dbeta());
    }

    /** The moments of two tensors added to one another, and of the two merged. */
    private void addMoments(Tensor a, Tensor b, Optional<ForkJoinPool> pool, BitDigest digest) {
        ChannelMoments added = moments(pool);
        added.add(a);
        added.add(b);
        ChannelMoments merged = moments(pool);
        merged.add(b);
        merged.merge(added);
        for (ChannelMoments moments : new ChannelMoments[] {added, merged}) {
            digest.add(moments.count());
            for (int c = 0; c < shape.channels(); c++) {
                digest.add(moments.mean(c));
                digest.add(moments.variance(c));
                digest.add(moments.unbiasedVariance(c));
            }
        }
    }

    private ChannelMoments moments(Optional<ForkJoinPool> pool) {
        int channels = shape.channels();
        return pool.map(p -> new ChannelMoments(channels, p)).orElseGet(() -> new ChannelMoments(channels));
    }
}
