package org.lanewise.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lanewise.BatchNorm1d;
import org.lanewise.BatchNormOptions;
import org.lanewise.Convention;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;

/** {@link Convention#PYTORCH} means what PyTorch does: running statistics batch after batch, of ragged batches. */
class PyTorchConventionTest {
    private static final int CHANNELS = 5;
    private static final int[] BATCHES = {7, 2, 30};

    /** Each batch adds some roundings to float of numbers up to 10. */
    private static final double CLOSE = 10 * 8 * 0x1p-24;

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 1})
    void runningStatisticsAreTheSame(double momentum) {
        Optional<String> why = Peer.PYTORCH.unavailable();
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        BatchNormOptions options = Convention.PYTORCH.options().population(Convention.PYTORCH.estimate(momentum));
        BatchNorm1d layer = new BatchNorm1d(CHANNELS, options);
        Random random = new Random(1);
        try (PointerScope _ = new PointerScope()) {
            FloatPointer mean = new FloatPointer(new float[CHANNELS]);
            FloatPointer variance = new FloatPointer(1, 1, 1, 1, 1);
            TensorOptional runningMean = new TensorOptional(torch.from_blob(mean, CHANNELS));
            TensorOptional runningVariance = new TensorOptional(torch.from_blob(variance, CHANNELS));
            for (int samples : BATCHES) {
                float[] values = new float[samples * CHANNELS];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (i % CHANNELS + random.nextGaussian());
                }
                Shape shape = Shape.of(samples, CHANNELS);
                Tensor x = Tensor.of(values.clone(), shape, Layout.CHANNELS_FIRST);
                layer.train(x, Tensor.of(new float[values.length], shape, Layout.CHANNELS_FIRST));
                TensorOptional none = new TensorOptional();
                torch.native_batch_norm(
                        torch.from_blob(new FloatPointer(values), samples, CHANNELS),
                        none,
                        none,
                        runningMean,
                        runningVariance,
                        true,
                        momentum,
                        1e-5);
                PopulationStatistics ours = layer.population().orElseThrow();
                for (int c = 0; c < CHANNELS; c++) {
                    assertEquals(mean.get(c), ours.mean(c), CLOSE, "mean " + c + " after a batch of " + samples);
                    assertEquals(
                            variance.get(c), ours.variance(c), CLOSE, "variance " + c + " after a batch of " + samples);
                }
            }
        }
    }
}
