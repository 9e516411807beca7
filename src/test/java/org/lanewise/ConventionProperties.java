package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.lanewise.stats.PopulationStatistics;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tensor.Tensor;
import org.lanewise.testing.Data;
import org.lanewise.testing.Layers;
import org.lanewise.testing.SeededProperty;
import org.lanewise.testing.Textbook;
import org.lanewise.testing.Textbook.Batch;

/** Each system's running update, written out in double, against a layer that follows its convention. */
class ConventionProperties {
    private static final int CHANNELS = 3;

    /** What one batch's variance is off by at most, relative to itself; averages are of no more than that. */
    private static final double CLOSE = 3e-8;

    @Provide
    Arbitrary<List<Shape>> raggedBatches() {
        Arbitrary<Shape> batch = Combinators.combine(Arbitraries.integers().between(1, 9), Arbitraries.of(2, 3, 7, 17))
                .as((n, length) -> Shape.of(n, CHANNELS, length));
        return batch.list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Double> momenta() {
        return Arbitraries.integers().between(0, 100).map(percent -> percent / 100.0);
    }

    @SeededProperty
    void runningStatisticsFollowTheSystem(
            @ForAll Convention convention,
            @ForAll("momenta") double momentum,
            @ForAll("raggedBatches") List<Shape> shapes,
            @ForAll Layout layout,
            @ForAll long seed) {
        BatchNormOptions options = convention.options().population(convention.estimate(momentum));
        BatchNorm layer = new BatchNorm1d(CHANNELS, options);
        assertFollows(convention, momentum, layer, shapes, layout, seed);
    }

    @SeededProperty
    void defaultsAreTheSystems(
            @ForAll Convention convention,
            @ForAll("raggedBatches") List<Shape> shapes,
            @ForAll Layout layout,
            @ForAll long seed) {
        BatchNorm layer = new BatchNorm1d(CHANNELS, convention.options());
        double momentum = switch (convention) {
            case PYTORCH -> 0.1;
            case ONNX, PADDLE, MXNET, DL4J -> 0.9;
            case KERAS, FLAX -> 0.99;
            case TENSORFLOW -> 1;
        };
        assertFollows(convention, momentum, layer, shapes, layout, seed);
    }

    private static void assertFollows(
            Convention convention, double momentum, BatchNorm layer, List<Shape> shapes, Layout layout, long seed) {
        PopulationStatistics actual = layer.population().orElseThrow();
        double[] mean = new double[CHANNELS];
        double[] variance = {1, 1, 1};
        for (Shape shape : shapes) {
            Tensor x = Data.ORDINARY.fill(Layers.heap(shape, layout), seed + shape.samples());
            layer.train(x, Layers.heap(shape, layout));
            Batch batch = Batch.of(x);
            double[] newMean = Textbook.mean(batch);
            double[] biased = Textbook.variance(batch, newMean);
            for (int c = 0; c < CHANNELS; c++) {
                double n = batch.perChannel();
                double squares = biased[c] * n;
                double newVariance = switch (convention) {
                    case PYTORCH -> squares / (n - 1);
                    case ONNX, KERAS, FLAX, PADDLE, MXNET, DL4J -> squares / n;
                    case TENSORFLOW -> squares / Math.max(n - 1, 1);
                };
                mean[c] = updated(convention, momentum, mean[c], newMean[c]);
                variance[c] = updated(convention, momentum, variance[c], newVariance);
                assertEquals(mean[c], actual.mean(c), 1e-13);
                assertEquals(variance[c], actual.variance(c), CLOSE * variance[c]);
            }
        }
    }

    private static double updated(Convention convention, double m, double running, double now) {
        return switch (convention) {
            case PYTORCH, TENSORFLOW -> (1 - m) * running + m * now;
            case ONNX, KERAS, FLAX, PADDLE, MXNET, DL4J -> m * running + (1 - m) * now;
        };
    }

    @Example
    void epsIsTheSystems() {
        assertEquals(1e-5, Convention.PYTORCH.options().eps());
        assertEquals(1e-5, Convention.ONNX.options().eps());
        assertEquals(1e-3, Convention.KERAS.options().eps());
        assertEquals(1e-4, Convention.TENSORFLOW.options().eps());
        assertEquals(1e-5, Convention.FLAX.options().eps());
        assertEquals(1e-5, Convention.PADDLE.options().eps());
        assertEquals(1e-5, Convention.MXNET.options().eps());
        assertEquals(1e-5, Convention.DL4J.options().eps());
    }

    /**
     * By hand. The first batch is 1, 3: mean 2, SS/n 1, SS/(n - 1) 2. The second is 0, 0, 6, 6: mean 3, SS/n 9, SS/(n -
     * 1) 12. With three quarters for the past, from mean 0 and variance 1:
     *
     * <pre>
     * mean          0.75·0 + 0.25·2 = 0.5     0.75·0.5 + 0.25·3   = 1.125
     * of SS/n       0.75·1 + 0.25·1 = 1       0.75·1 + 0.25·9     = 3
     * of SS/(n - 1) 0.75·1 + 0.25·2 = 1.25    0.75·1.25 + 0.25·12 = 3.9375
     * </pre>
     */
    @Example
    void twoBatchesByHand() {
        assertTwoBatches(Convention.PYTORCH, 0.25, 1.25, 3.9375);
        assertTwoBatches(Convention.ONNX, 0.75, 1, 3);
        assertTwoBatches(Convention.KERAS, 0.75, 1, 3);
        assertTwoBatches(Convention.TENSORFLOW, 0.25, 1.25, 3.9375);
        assertTwoBatches(Convention.FLAX, 0.75, 1, 3);
        assertTwoBatches(Convention.PADDLE, 0.75, 1, 3);
        assertTwoBatches(Convention.MXNET, 0.75, 1, 3);
        assertTwoBatches(Convention.DL4J, 0.75, 1, 3);
    }

    private static void assertTwoBatches(Convention convention, double momentum, double first, double variance) {
        BatchNorm layer = new BatchNorm1d(1, convention.options().population(convention.estimate(momentum)));
        PopulationStatistics actual = layer.population().orElseThrow();
        train(layer, 1, 3);
        assertEquals(0.5, actual.mean(0), convention.name());
        assertEquals(first, actual.variance(0), convention.name());
        train(layer, 0, 0, 6, 6);
        assertEquals(1.125, actual.mean(0), convention.name());
        assertEquals(variance, actual.variance(0), convention.name());
    }

    private static void train(BatchNorm layer, float... values) {
        Shape shape = Shape.of(values.length, 1);
        Tensor x = Layers.heap(shape, Layout.CHANNELS_FIRST).copyFrom(values);
        layer.train(x, Layers.heap(shape, Layout.CHANNELS_FIRST));
    }

    /** 0 where it is the new batch's weight, 1 where it is the past's. */
    @Example
    void aBatchWithoutWeightLeavesTheStatisticsAlone() {
        for (Convention convention : Convention.values()) {
            double none = updated(convention, 0, 0, 1) == 0 ? 0 : 1;
            BatchNorm layer = new BatchNorm1d(1, convention.options().population(convention.estimate(none)));
            train(layer, 1, 3);
            assertEquals(0, layer.population().orElseThrow().mean(0), convention.name());
            assertEquals(1, layer.population().orElseThrow().variance(0), convention.name());
        }
    }

    @Example
    void theDefaultsOfALayerArePyTorchs() {
        BatchNormOptions pytorch = Convention.PYTORCH.options();
        BatchNormOptions defaults = BatchNormOptions.defaults();
        assertEquals(defaults.eps(), pytorch.eps());
        assertEquals(
                defaults.population().orElseThrow().toString(),
                pytorch.population().orElseThrow().toString());
    }

    @SeededProperty
    void aConvertedMomentumGivesABatchTheSameWeight(
            @ForAll Convention from, @ForAll Convention to, @ForAll("momenta") double momentum) {
        double converted = to.momentumFrom(from, momentum);
        assertEquals(updated(from, momentum, 0, 1), updated(to, converted, 0, 1), 1e-15);
        assertEquals(momentum, from.momentumFrom(to, converted));
    }

    @Example
    void aConvertedMomentumIsWhatAPersonWouldWrite() {
        assertEquals(0.01, Convention.PYTORCH.momentumFrom(Convention.KERAS, 0.99));
        assertEquals(0.9, Convention.ONNX.momentumFrom(Convention.PYTORCH, 0.1));
        assertEquals(0, Convention.KERAS.momentumFrom(Convention.TENSORFLOW, 1));
        assertEquals(1, Convention.TENSORFLOW.momentumFrom(Convention.ONNX, 0));
        assertEquals(1, Convention.DL4J.momentumFrom(Convention.PYTORCH, 0));
        assertEquals(0.1, Convention.PYTORCH.momentumFrom(Convention.DL4J, 0.9));
        assertEquals(0.95, Convention.FLAX.momentumFrom(Convention.PADDLE, 0.95));
        assertEquals(1e-30, Convention.PYTORCH.momentumFrom(Convention.TENSORFLOW, 1e-30));
        assertEquals(1e-30, Convention.MXNET.momentumFrom(Convention.FLAX, 1e-30));
        assertEquals(0.9999999999999999, Convention.MXNET.momentumFrom(Convention.PYTORCH, 1e-16));
    }

    @Example
    void refusesAMomentumOutsideOfZeroToOne() {
        for (Convention convention : Convention.values()) {
            for (double momentum : new double[] {-0.1, 1.1, Math.nextUp(1.0), -Double.MIN_VALUE, Double.NaN}) {
                String expected = "momentum: " + momentum + ", must be in [0, 1] in the convention " + convention;
                assertRefused(expected, () -> convention.estimate(momentum));
                for (Convention to : Convention.values()) {
                    assertRefused(expected, () -> to.momentumFrom(convention, momentum));
                }
            }
        }
    }

    /** 1 - 1e-30 is 1 in double, which would be no weight at all. */
    @Example
    void refusesAMomentumThatWouldLoseItsWeight() {
        assertRefused(
                "momentum: 1.0E-30, must be 0, or 1e-16 or more, for the convention KERAS",
                () -> Convention.KERAS.momentumFrom(Convention.PYTORCH, 1e-30));
        assertRefused(
                "momentum: 1.0E-30, must be 0, or 1e-16 or more, for the convention TENSORFLOW",
                () -> Convention.TENSORFLOW.momentumFrom(Convention.DL4J, 1e-30));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
