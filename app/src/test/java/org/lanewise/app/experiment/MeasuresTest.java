package org.lanewise.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.data.FewImages;
import org.lanewise.app.nn.ActivationFunction;
import org.lanewise.app.nn.Mlp;
import org.lanewise.app.nn.Parameter;
import org.lanewise.app.nn.Sgd;
import org.lanewise.app.train.Settings;

class MeasuresTest {
    @Test
    void aLinearNetworkHasAKnownGradient() {
        Mlp network = new Mlp(new Mlp.Sizes(2, 2, 1, 2), ActivationFunction.RELU, false, 1, Optional.empty());
        List<Parameter> weights = Gradients.weights(network);
        // Nothing is cut off: y = x·diag(4, 3), so that both scores of (3, 4) are 12.
        System.arraycopy(new float[] {1, 0, 0, 1}, 0, weights.get(0).values(), 0, 4);
        System.arraycopy(new float[] {4, 0, 0, 3}, 0, weights.get(1).values(), 0, 4);
        network.lossAndGradients(new float[] {3, 4}, new int[] {0}, 1);
        // By the scores (-1/2, 1/2); by the hidden features (-2, 3/2).
        assertArrayEquals(new double[] {5 * 2.5, 5 * Math.sqrt(0.5)}, Gradients.norms(network), 1e-6);
    }

    @Test
    void aChangeIsRelativeToWhatWas() {
        float[] before = {3, 4};
        assertEquals(0, Gradients.relativeChange(before, new float[] {3, 4}));
        assertEquals(2, Gradients.relativeChange(before, new float[] {-3, -4}), 1e-12);
        assertEquals(0.2, Gradients.relativeChange(before, new float[] {3, 5}), 1e-12);
        assertTrue(Double.isNaN(Gradients.relativeChange(new float[2], before)));
    }

    @Test
    void momentsAreThoseOfEachFeature() {
        FeatureMoments moments = new FeatureMoments.Taker(2).of(new float[] {1, 10, 3, 30, 99}, 2);
        assertArrayEquals(new double[] {2, 20}, moments.mean(), 1e-12);
        assertArrayEquals(new double[] {1, 10}, moments.deviation(), 1e-12);
    }

    @Test
    void driftIsInUnitsOfTheSpread() {
        FeatureMoments before = new FeatureMoments(new double[] {1, 5}, new double[] {3, 4});
        assertEquals(new Drift(0, 0), Drift.between(before, before));
        Drift drift = Drift.between(before, new FeatureMoments(new double[] {1 + 6, 5 + 8}, new double[] {3, 9}));
        assertEquals(new Drift(2, 1), drift);
        assertEquals(Math.sqrt(5), drift.total(), 1e-12);
    }

    @Test
    void driftDependsNeitherOnScaleNorOnOffset() {
        Random random = new Random(3);
        float[] before = new float[60];
        float[] after = new float[60];
        for (int i = 0; i < 60; i++) {
            before[i] = random.nextInt(100);
            after[i] = before[i] + random.nextInt(10);
        }
        Drift drift = drift(before, after, 1, 0);
        Drift other = drift(before, after, -64, 1000);
        assertTrue(drift.mean() > 0.01);
        assertEquals(drift.mean(), other.mean(), 1e-12);
        assertEquals(drift.deviation(), other.deviation(), 1e-12);
        // A feature that is always 0 adds nothing to what another one does.
        FeatureMoments one = new FeatureMoments(new double[] {1, 0}, new double[] {2, 0});
        assertEquals(new Drift(0.5, 0), Drift.between(one, new FeatureMoments(new double[] {2, 0}, new double[] {2, 0
        })));
        FeatureMoments dead = new FeatureMoments(new double[] {0}, new double[] {0});
        assertTrue(Double.isNaN(Drift.between(dead, dead).total()));
    }

    private static Drift drift(float[] before, float[] after, float scale, float offset) {
        FeatureMoments.Taker taker = new FeatureMoments.Taker(3);
        return Drift.between(taker.of(mapped(before, scale, offset), 20), taker.of(mapped(after, scale, offset), 20));
    }

    private static float[] mapped(float[] values, float scale, float offset) {
        float[] mapped = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = scale * values[i] + offset;
        }
        return mapped;
    }

    @Test
    void aTrialIsAnOrdinaryTrainingAndItsFirstChangesAreThoseOfTheDefinition() throws DataException {
        Dataset data = FewImages.of(300, 60);
        Plan plan = new Plan(6, 12, 1, List.of(0.5));
        Trial trial = new Trial(new Architecture(ActivationFunction.SIGMOID, 2), true, 0.5, 3);
        TrialResult result = Training.run(data, plan, trial);

        Mlp network = Training.newNetwork(plan, trial);
        Sgd optimizer = new Sgd(network.parameters(), Settings.MOMENTUM);
        Batches batches = new Batches(data.train(), Plan.BATCH_SIZE, 3);
        for (int step = 0; step < 12; step++) {
            if (!batches.next()) {
                batches.shuffle();
                batches.next();
            }
            assertEquals(
                    result.losses()[step],
                    network.lossAndGradients(batches.pixels(), batches.labels(), batches.size()));
            List<float[]> before = Gradients.weights(network).stream()
                    .map(w -> w.gradient().clone())
                    .toList();
            optimizer.step(0.5 * (1 - step / 12.0));
            if (step == 0) {
                double[] changes = {
                    change(before, plan, trial, network, batches, 1), change(before, plan, trial, network, batches, 2)
                };
                assertArrayEquals(changes, result.measurements().getFirst().gradientChanges(), 1e-9);
            }
        }
    }

    /** How a layer's gradient changes where the hidden layers before it are as in the network, all others as drawn. */
    private static double change(List<float[]> before, Plan plan, Trial trial, Mlp network, Batches batch, int layer) {
        Mlp mixed = Training.newNetwork(plan, trial);
        for (int p = 0; p < mixed.parameters().size(); p++) {
            String name = mixed.parameters().get(p).name();
            if (name.contains("1.") || layer == 2 && name.contains("2.")) {
                System.arraycopy(
                        network.parameters().get(p).values(),
                        0,
                        mixed.parameters().get(p).values(),
                        0,
                        mixed.parameters().get(p).values().length);
            }
        }
        mixed.lossAndGradients(batch.pixels(), batch.labels(), batch.size());
        return Gradients.relativeChange(
                before.get(layer), Gradients.weights(mixed).get(layer).gradient());
    }

    @Test
    void whatDoesNotMoveHasNoDrift() throws DataException {
        Dataset data = FewImages.of(300, 60);
        Plan plan = new Plan(6, 12, 1, List.of(1e-30, 0.1));
        for (boolean batchNormalized : new boolean[] {true, false}) {
            Architecture architecture = new Architecture(ActivationFunction.TANH, 2);
            TrialResult still = Training.run(data, plan, new Trial(architecture, batchNormalized, 1e-30, 1));
            for (Measurement measurement : still.measurements()) {
                assertEquals(3, measurement.gradientNorms().length);
                assertEquals(2, measurement.normalized().size());
                measurement.normalized().forEach(drift -> assertEquals(new Drift(0, 0), drift));
                measurement.inputs().forEach(drift -> assertEquals(new Drift(0, 0), drift));
                assertArrayEquals(new double[] {0, 0}, measurement.gradientChanges());
                assertTrue(measurement.gradientNorms()[0] > 0);
            }
            TrialResult moved = Training.run(data, plan, new Trial(architecture, batchNormalized, 0.1, 1));
            Measurement first = moved.measurements().getFirst();
            assertTrue(
                    Claims.normalizedDrift(first) > 1e-4
                            && Claims.inputDrift(first) > 1e-4
                            && Claims.gradientChange(first) > 1e-4,
                    first.toString());
            // Two steps of twelve are not measured.
            assertEquals(10, moved.measurements().size());
        }
    }

    @Test
    void theResultsDoNotDependOnThreads() throws DataException, InterruptedException {
        Plan plan = new Plan(5, 10, 1, List.of(0.1));
        List<TrialResult> serial =
                Experiment.run(FewImages.of(300, 60), plan, 1, () -> {}).all();
        List<TrialResult> parallel =
                Experiment.run(FewImages.of(300, 60), plan, 3, () -> {}).all();
        assertEquals(12, serial.size());
        for (int i = 0; i < serial.size(); i++) {
            assertEquals(serial.get(i).trial(), parallel.get(i).trial());
            assertArrayEquals(serial.get(i).losses(), parallel.get(i).losses());
            assertEquals(serial.get(i).testAccuracy(), parallel.get(i).testAccuracy());
        }
    }
}
