package org.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.lanewise.stats.PopulationEstimate;
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
        Arbitrary<Shape> batch = Combinators.combine(
                        Arbitraries.integers().between(1, 9), Arbitraries.of(2, 3, 7, 17))
                .as((n, length) -> Shape.of(n, CHANNELS, length));
        return batch.list().ofMinSize(1).ofMaxSize(6);
    }

    /** From 0.01 to 0.99: legal in either direction. */
    @Provide
    Arbitrary<Double> momenta() {
        return Arbitraries.integers().between(1, 99).map(percent -> percent / 100.0);
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
            @ForAll Convention convention, @ForAll("raggedBatches") List<Shape> shapes, @ForAll Layout layout, @ForAll long seed) {
        BatchNorm layer = new BatchNorm1d(CHANNELS, convention.options());
        double momentum = switch (convention) {
            case PYTORCH -> 0.1;
            case ONNX -> 0.9;
            case KERAS -> 0.99;
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
                    case ONNX, KERAS -> squares / n;
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
            case ONNX, KERAS -> m * running + (1 - m) * now;
        };
    }

    @Example
    void epsIsTheSystems() {
        assertEquals(1e-5, Convention.PYTORCH.options().eps());
        assertEquals(1e-5, Convention.ONNX.options().eps());
        assertEquals(1e-3, Convention.KERAS.options().eps());
        assertEquals(1e-4, Convention.TENSORFLOW.options().eps());
    }

    @Example
    void theDefaultsOfALayerArePyTorchs() {
        BatchNormOptions pytorch = Convention.PYTORCH.options();
        BatchNormOptions defaults = BatchNormOptions.defaults();
        assertEquals(defaults.eps(), pytorch.eps());
        assertEquals(defaults.population().orElseThrow().toString(), pytorch.population().orElseThrow().toString());
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
        assertEquals(1e-30, Convention.PYTORCH.momentumFrom(Convention.TENSORFLOW, 1e-30));
    }

    @Example
    void refusesAMomentumThatTheSystemDoesNotHave() {
        for (Convention convention : Convention.values()) {
            boolean past = convention == Convention.ONNX || convention == Convention.KERAS;
            String range = "must be in " + (past ? "[0, 1)" : "(0, 1]") + " in the convention " + convention;
            for (double momentum : new double[] {past ? 1 : 0, -0.1, 1.1, Double.NaN}) {
                String expected = "momentum: " + momentum + ", " + range;
                assertRefused(expected, () -> convention.estimate(momentum));
                assertRefused(expected, () -> Convention.PYTORCH.momentumFrom(convention, momentum));
            }
            PopulationEstimate edge = convention.estimate(past ? 0 : 1);
            assertTrue(edge.start(1).isKnown());
        }
        // Too little for 1 - m to be less than 1.
        assertRefused("momentum: 1.0, must be in [0, 1) in the convention KERAS",
                () -> Convention.KERAS.momentumFrom(Convention.PYTORCH, 1e-30));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
