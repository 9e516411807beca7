package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lanewise.fold.Certificate;
import org.lanewise.fold.Fold;
import org.lanewise.fold.Folding;
import org.lanewise.fold.LinearMap;
import org.lanewise.fold.Weights;
import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.Moments;
import org.lanewise.stats.PopulationEstimate;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.tensor.ValidPositions;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;
import org.lanewise.testing.Textbook;

/**
 * The samples of the Javadoc, each in a region of its own, run and do what the text around them says.
 * {@link JavadocTest} holds the two to be the same.
 */
class JavadocSamplesTest {
    private static final Shape SHAPE = Shape.of(4, 64, 5, 5);

    private final Arena arena = Arena.ofShared();
    private final List<Object> used = new ArrayList<>();

    @AfterEach
    void close() {
        arena.close();
    }

    private Tensor tensor(Shape shape, int seed) {
        return Data.ORDINARY.fill(Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST), seed);
    }

    private Tensor tensor(int seed) {
        return tensor(SHAPE, seed);
    }

    /** bn(x) by the textbook, with the batch's statistics, gamma 1 and beta 0. */
    private static double[] normalized(Tensor x) {
        Textbook.Batch batch = Textbook.Batch.of(x);
        double[] mean = Textbook.mean(batch);
        return Textbook.normalized(batch, mean, Textbook.variance(batch, mean), Layers.EPS);
    }

    private static void assertNear(double[] expected, Tensor y) {
        assertArrayEquals(expected, Textbook.Batch.of(y).elements(), 1e-5);
    }

    @Test
    void overview() {
        float[] pixels = tensor(Shape.of(32, 64, 28, 28), 1).toArray();
        float[] gradientOfLoss = tensor(Shape.of(32, 64, 28, 28), 2).toArray();
        // @start region="overview"
        BatchNorm2d layer = new BatchNorm2d(64);
        BatchStatistics statistics = new BatchStatistics(64);
        Gradients gradients = new Gradients(64);
        try (Arena arena = Arena.ofShared()) {
            Shape shape = Shape.of(32, 64, 28, 28); // N, C, H, W
            Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST).copyFrom(pixels);
            Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST);
            layer.train(x, y, statistics); // with the batch's mean and variance

            Tensor dy = Tensor.allocate(arena, shape, Layout.CHANNELS_FIRST).copyFrom(gradientOfLoss);
            layer.backward(x, dy, dy, statistics, gradients); // dx takes the place of dy

            FrozenBatchNorm service = layer.freeze(); // immutable, for any number of threads
            service.apply(x, y); // with the running mean and variance
        }
        // @end
        PopulationStatistics population = layer.population().orElseThrow();
        assertEquals(1, population.batches());
        assertEquals(0.1 * statistics.mean(3), population.mean(3), 1e-12);
        double sum = 0;
        for (int i = 0; i < 32 * 28 * 28; i++) {
            sum += gradientOfLoss[i / 784 * 64 * 784 + 3 * 784 + i % 784];
        }
        assertEquals(sum, gradients.dbeta()[3], 1e-3);
    }

    @Test
    void images() {
        float[] pixels = tensor(Shape.of(8, 64, 28, 28), 1).toArray();
        // @start region="images"
        Shape shape = Shape.of(8, 64, 28, 28); // N, C, H, W, in either layout
        Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST).copyFrom(pixels); // NHWC
        Tensor y = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST);
        BatchNorm2d layer = new BatchNorm2d(64, BatchNormOptions.defaults().pool(ForkJoinPool.commonPool()));
        layer.train(x, y); // y has mean 0 and variance 1 in each channel, as gamma is 1 and beta 0
        // @end
        ChannelMoments moments = new ChannelMoments(64);
        moments.add(y);
        for (int c = 0; c < 64; c++) {
            assertEquals(0, moments.mean(c), 1e-6);
            assertEquals(1, moments.variance(c), 1e-4);
        }
    }

    @Test
    void trainingStep() {
        Tensor x = tensor(1);
        Tensor dy = tensor(2);
        Tensor y = tensor(3);
        Tensor dx = tensor(4);
        float rate = 0.5f;
        // @start region="training step"
        BatchNorm2d layer = new BatchNorm2d(64); // once
        BatchStatistics statistics = new BatchStatistics(64);
        Gradients gradients = new Gradients(64);

        layer.train(x, y, statistics); // for each batch
        layer.backward(x, dy, dx, statistics, gradients);
        for (int c = 0; c < layer.channels(); c++) {
            layer.gamma()[c] -= rate * gradients.dgamma()[c];
            layer.beta()[c] -= rate * gradients.dbeta()[c];
        }
        // @end
        assertNear(normalized(x), y);
        Textbook.Batch batch = Textbook.Batch.of(x);
        double[] mean = Textbook.mean(batch);
        float[] ones = new BatchNorm2d(64).gamma();
        Textbook.Gradient exact = Textbook.backward(
                batch,
                Textbook.Batch.of(dy),
                mean,
                Textbook.variance(batch, mean),
                Layers.EPS,
                ones,
                statistics.isFrozen());
        assertNear(exact.dx(), dx);
        assertEquals(1 - rate * exact.dgamma()[7], layer.gamma()[7], 1e-4);
        assertEquals(-rate * exact.dbeta()[7], layer.beta()[7], 1e-4);
    }

    @Test
    void activation() {
        Tensor x = tensor(1);
        Tensor y = tensor(2);
        BatchStatistics statistics = new BatchStatistics(64);
        // @start region="activation"
        BatchNorm2d layer = new BatchNorm2d(64, BatchNormOptions.defaults().activation(Activation.relu()));
        layer.train(x, y, statistics); // y = max(0, bn(x))
        // @end
        double[] expected = normalized(x);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.max(0, expected[i]);
        }
        assertNear(expected, y);
    }

    @Test
    void residual() {
        Tensor x = tensor(1);
        Tensor y = tensor(2);
        Tensor shortcut = tensor(3);
        BatchStatistics statistics = new BatchStatistics(64);
        // @start region="residual"
        BatchNorm2d layer = new BatchNorm2d(64, BatchNormOptions.defaults().activation(Activation.relu()));
        layer.train(Forward.of(x, y).residual(shortcut), statistics); // y = max(0, bn(x) + shortcut)
        // @end
        double[] expected = normalized(x);
        double[] added = shortcut.toDoubleArray();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.max(0, expected[i] + added[i]);
        }
        assertNear(expected, y);

        Tensor dy = tensor(4);
        Tensor dx = tensor(5);
        Tensor dshortcut = tensor(6);
        Gradients gradients = new Gradients(64);
        // @start region="gradient of a residual"
        layer.backward(Backward.of(x, dy, dx).residual(dshortcut), statistics, gradients);
        // @end
        double[] gated = dy.toDoubleArray();
        double[] output = y.toDoubleArray();
        for (int i = 0; i < gated.length; i++) {
            gated[i] = output[i] > 0 ? gated[i] : 0;
        }
        assertArrayEquals(gated, dshortcut.toDoubleArray());
    }

    @Test
    void options() {
        // @start region="options"
        BatchNormOptions options = BatchNormOptions.defaults()
                .eps(1e-3)
                .population(PopulationEstimate.cumulativeAverage())
                .pool(ForkJoinPool.commonPool());
        // @end
        assertEquals(1e-3, options.eps());
        assertEquals("cumulative average", options.population().orElseThrow().toString());
    }

    @Test
    void conventions() {
        // @start region="conventions"
        BatchNormOptions asInKeras = Convention.KERAS.options().eps(1e-4).population(Convention.KERAS.estimate(0.95));
        double inPyTorch = Convention.PYTORCH.momentumFrom(Convention.KERAS, 0.95); // 0.05
        // @end
        assertEquals(1e-4, asInKeras.eps());
        assertEquals(0.05, inPyTorch);
    }

    @Test
    void service() {
        Tensor x = tensor(1);
        Tensor y = tensor(2);
        BatchNorm2d layer = new BatchNorm2d(64);
        layer.train(x, y);
        // @start region="service"
        FrozenBatchNorm service = layer.freeze(); // as learned up to now; training may go on
        service.apply(x, y); // from any thread
        // @end
        Tensor inferred = tensor(3);
        layer.infer(x, inferred);
        assertArrayEquals(inferred.toArray(), y.toArray());
        layer.train(x, inferred);
        // @start region="publishing"
        layer.freeze(); // the thread that trains, now and then
        layer.published().orElseThrow().apply(x, y); // any other thread, any time
        // @end
        layer.infer(x, inferred);
        assertArrayEquals(inferred.toArray(), y.toArray());
    }

    @Test
    void loaded() {
        float[] runningMean = {3};
        float[] runningVariance = {4};
        float[] weight = {2};
        float[] bias = {1};
        // @start region="loaded"
        FrozenBatchNorm loaded =
                FrozenBatchNorm.of(runningMean, runningVariance, weight, bias, Convention.PYTORCH.options());
        // @end
        Tensor x = Tensor.allocate(arena, Shape.of(1, 1), Layout.CHANNELS_FIRST).copyFrom(7f);
        loaded.apply(x, x);
        assertEquals(2 * (7 - 3) / Math.sqrt(4 + 1e-5) + 1, x.get(0, 0), 1e-6);
    }

    @Test
    void audit() {
        double[] runningMean = {0, 1};
        double[] runningVariance = {1, -1};
        float[] weight = {1, 1};
        float[] bias = {0, 0};
        // @start region="audit"
        Audit audit = Audit.of(runningMean, runningVariance, weight, bias, 1e-5);
        if (!audit.isClean()) {
            System.err.println(audit); // a line per finding: the channels, the finding and what to do
        }
        // @end
        assertEquals(List.of(new Audit.Finding(Audit.Kind.NEGATIVE_VARIANCE, List.of(1))), audit.findings());
        assertEquals(1, audit.toString().lines().count());
    }

    @Test
    void warmUp() {
        BatchNorm2d layer = new BatchNorm2d(64);
        // @start region="warm-up"
        layer.warmUp(Shape.of(8, 64, 28, 28), Layout.CHANNELS_FIRST, ElementType.FLOAT32);
        // @end
        assertEquals(0, layer.population().orElseThrow().batches());
    }

    @Test
    void warmUpOfANetwork() {
        FrozenBatchNorm first =
                FrozenBatchNorm.of(new float[2], new float[] {1, 1}, null, null, BatchNormOptions.defaults());
        FrozenBatchNorm second = first;
        // @start region="warm-up-of-a-network"
        WarmUp.of(
                        WarmUp.layer(first, Shape.of(1, 2, 56, 56), Layout.CHANNELS_FIRST, ElementType.FLOAT32),
                        WarmUp.layer(second, Shape.of(1, 2, 28, 28), Layout.CHANNELS_FIRST, ElementType.FLOAT32))
                .run();
        // @end
        assertEquals(0, first.mean(0));
    }

    @Test
    void ghostBatches() {
        BatchNorm1d layer = new BatchNorm1d(3);
        Tensor x = tensor(Shape.of(256, 3), 1);
        Tensor y = tensor(Shape.of(256, 3), 2);
        Tensor dy = tensor(Shape.of(256, 3), 3);
        Tensor dx = tensor(Shape.of(256, 3), 4);
        Gradients gradients = new Gradients(3);
        // @start region="ghost batches"
        GhostBatchNorm ghost = new GhostBatchNorm(layer, 32);
        GhostStatistics statistics = new GhostStatistics(layer.channels());
        ghost.train(Forward.of(x, y), statistics); // of 256 samples: eight groups
        ghost.backward(Backward.of(x, dy, dx), statistics, gradients); // dgamma, dbeta: over all groups
        // @end
        assertEquals(8, statistics.groups());
        assertEquals(8, layer.population().orElseThrow().batches());
        Tensor third = tensor(Shape.of(32, 3), 5);
        new BatchNorm1d(3).train(x.samples(64, 96), third);
        assertArrayEquals(third.toArray(), y.samples(64, 96).toArray());
        double sum = 0;
        for (int n = 0; n < 256; n++) {
            sum += dy.get(n, 1);
        }
        assertEquals(sum, gradients.dbeta()[1], 1e-4);
    }

    @Test
    void paddedBatches() {
        BatchNorm1d layer = new BatchNorm1d(64);
        Tensor x = tensor(Shape.of(3, 64, 100), 1);
        Tensor before = tensor(Shape.of(3, 64, 100), 1);
        BatchStatistics statistics = new BatchStatistics(64);
        // @start region="padded batches"
        PaddedBatchNorm padded = new PaddedBatchNorm(layer);
        ValidPositions valid = ValidPositions.lengths(x.shape(), 100, 37, 62); // of three sequences
        padded.train(Forward.of(x, x), valid, statistics); // in place: padding keeps its values
        // @end
        assertEquals(before.get(1, 5, 37), x.get(1, 5, 37));
        assertTrue(before.get(1, 5, 36) != x.get(1, 5, 36));
        double sum = 0;
        int[] lengths = {100, 37, 62};
        for (int n = 0; n < 3; n++) {
            for (int l = 0; l < lengths[n]; l++) {
                sum += before.get(n, 5, l);
            }
        }
        assertEquals(sum / (100 + 37 + 62), statistics.mean(5), 1e-12);
    }

    @Test
    void validPositions() {
        // @start region="valid positions"
        Shape shape = Shape.of(3, 64, 100); // three sequences, padded to 100 positions
        ValidPositions valid = ValidPositions.lengths(shape, 100, 37, 62);
        // @end
        assertEquals(100 + 37 + 62, valid.count());
    }

    @Test
    void tensors() {
        // @start region="tensors"
        Shape shape = Shape.of(2, 3, 4, 4); // N, C, H, W, whatever the layout
        Tensor x = Tensor.allocate(arena, shape, Layout.CHANNELS_LAST, ElementType.BFLOAT16);
        x.set(1.5, 1, 2, 3, 3); // sample 1, channel 2, row 3, column 3
        Tensor second = x.samples(1, 2); // the same memory, of shape 1x3x4x4
        double element = second.get(0, 2, 3, 3); // 1.5
        // @end
        assertEquals(1.5, element);
        assertEquals(Shape.of(1, 3, 4, 4), second.shape());
    }

    @Test
    void channelMoments() {
        List<Tensor> batches = List.of(tensor(1), tensor(Shape.of(2, 64, 3), 2));
        // @start region="channel moments"
        ChannelMoments moments = new ChannelMoments(64);
        for (Tensor batch : batches) {
            moments.add(batch);
        }
        double variance = moments.variance(0); // of channel 0, over all batches
        // @end
        List<Double> all = new ArrayList<>();
        for (Tensor batch : batches) {
            Textbook.Batch elements = Textbook.Batch.of(batch);
            for (int i = 0; i < elements.elements().length; i++) {
                if (elements.channel(i) == 0) {
                    all.add(elements.elements()[i]);
                }
            }
        }
        Moments expected =
                Moments.of(all.stream().mapToDouble(Double::doubleValue).toArray());
        assertEquals(expected.variance(), variance, 1e-12);
    }

    @Test
    void moments() {
        // @start region="moments"
        Moments all = Moments.of(1, 2, 3).merge(Moments.of(4, 5));
        double variance = all.variance(); // 2, that of 1 to 5
        // @end
        assertEquals(2, variance, 1e-15);
    }

    @Test
    void populationEstimates() {
        ChannelMoments moments = new ChannelMoments(64);
        moments.add(tensor(1));
        // @start region="population estimates"
        PopulationEstimate slow = PopulationEstimate.movingAverage(0.99); // the same as momentum(0.01)
        PopulationStatistics statistics = slow.start(64);
        statistics.add(moments); // of a batch
        double variance = statistics.variance(0); // 0.99·1 + 0.01·moments.unbiasedVariance(0)
        // @end
        assertEquals(0.99 + 0.01 * moments.unbiasedVariance(0), variance, 1e-15);
    }

    @Test
    void folding() {
        BatchNorm2d layer = new BatchNorm2d(64);
        layer.gamma()[5] = 3;
        float[] weight = new float[64 * 32 * 3 * 3];
        weight[5 * 32 * 9] = 0.5f;
        // @start region="fold"
        Weights conv = Weights.of(LinearMap.convolution(64, 32, 3, 3), weight, null); // no bias
        Fold fold = Fold.to(ElementType.FLOAT16, 6).tolerance(0.01); // for inputs from -6 to 6
        switch (fold.before(conv, layer.freeze())) {
            case Folding.Folded folded -> use(folded.weights(), folded.certificate());
            case Folding.Refused refused -> System.err.println(refused); // and keep the layer
        }
        // @end
        assertEquals(2, used.size());
        Weights folded = (Weights) used.get(0);
        assertEquals(1.5 / Math.sqrt(1 + 1e-5), folded.values()[5 * 32 * 9], 1e-3);
        assertTrue(((Certificate) used.get(1)).error(5) < 0.01);
    }

    private void use(Object... results) {
        used.addAll(List.of(results));
    }

    @Test
    void groups() {
        // @start region="groups"
        LinearMap depthwise = LinearMap.convolution(64, 64, 3, 3).groups(64);
        // @end
        assertSame(depthwise, Weights.of(depthwise, new float[64 * 9], null).map());
    }
}
