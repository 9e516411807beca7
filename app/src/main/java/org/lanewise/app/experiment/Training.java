package org.lanewise.app.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.nn.ActivationLayer;
import org.lanewise.app.nn.Mlp;
import org.lanewise.app.nn.Parameter;
import org.lanewise.app.nn.Sgd;
import org.lanewise.app.train.Evaluation;
import org.lanewise.app.train.Schedule;
import org.lanewise.app.train.Settings;

/**
 * One trial. What is measured is measured on a twin of the network, which is given the network's parameters: so nothing
 * that looks at the network changes it, nor its population's statistics.
 */
final class Training {
    /** Images that a network is tested with at a time. */
    static final int TEST_BATCH = 500;

    /** The images on which drift is measured: the first ones. */
    private static final int PROBE = 256;

    private final Dataset data;
    private final Plan plan;
    private final Trial trial;
    private final Mlp network;
    private final Mlp twin;
    private final float[] probe;
    private final int probeRows;
    private final FeatureMoments.Taker moments;

    private Training(Dataset data, Plan plan, Trial trial) {
        this.data = data;
        this.plan = plan;
        this.trial = trial;
        network = newNetwork(plan, trial);
        twin = newNetwork(plan, trial);
        probeRows = Math.min(PROBE, data.train().count());
        probe = new float[probeRows * data.train().imageSize()];
        for (int row = 0; row < probeRows; row++) {
            Batches.toFloats(data.train(), row, probe, row);
        }
        moments = new FeatureMoments.Taker(plan.width());
    }

    static Mlp newNetwork(Plan plan, Trial trial) {
        return new Mlp(
                plan.sizes(trial.architecture()),
                trial.architecture().function(),
                trial.batchNormalized(),
                trial.seed(),
                Optional.empty());
    }

    /** Runs a trial, on this thread. Its result depends on its arguments alone. */
    static TrialResult run(Dataset data, Plan plan, Trial trial) {
        return new Training(data, plan, trial).run();
    }

    private TrialResult run() {
        Sgd optimizer = new Sgd(network.parameters(), Settings.MOMENTUM);
        Batches batches = new Batches(data.train(), Plan.BATCH_SIZE, trial.seed());
        double[] losses = new double[plan.steps()];
        List<Measurement> measurements = new ArrayList<>();
        for (int step = 0; step < plan.steps(); step++) {
            if (!batches.next()) {
                batches.shuffle();
                batches.next();
            }
            double loss = network.lossAndGradients(batches.pixels(), batches.labels(), batches.size());
            if (!Double.isFinite(loss)) {
                return new TrialResult(trial, plan.steps(), Arrays.copyOf(losses, step), measurements, Double.NaN);
            }
            losses[step] = loss;
            double rate = Schedule.rate(trial.learningRate(), step, plan.steps());
            if (plan.isMeasured(step)) {
                measurements.add(measured(step, batches, () -> optimizer.step(rate)));
            } else {
                optimizer.step(rate);
            }
        }
        double accuracy = Evaluation.of(network, data.test(), TEST_BATCH).accuracy();
        return new TrialResult(trial, plan.steps(), losses, measurements, accuracy);
    }

    /** Makes a step and measures it. The network has the gradients of the batch. */
    private Measurement measured(int step, Batches batch, Runnable makeStep) {
        List<float[]> gradients = Gradients.weights(network).stream()
                .map(w -> w.gradient().clone())
                .toList();
        double[] norms = Gradients.norms(network);
        copyParameters(0, twin.parameters().size());
        Probed before = probe();
        makeStep.run();
        double[] changes = gradientChanges(gradients, batch);
        copyParameters(0, twin.parameters().size());
        Probed after = probe();
        return new Measurement(
                step, norms, drifts(before.normalized, after.normalized), drifts(before.inputs, after.inputs), changes);
    }

    /** The twin, which is as the network was before its step, follows it layer by layer. */
    private double[] gradientChanges(List<float[]> before, Batches batch) {
        List<Parameter> weights = Gradients.weights(twin);
        double[] changes = new double[weights.size() - 1];
        int from = 0;
        for (int layer = 1; layer < weights.size(); layer++) {
            int to = twin.parameters().indexOf(weights.get(layer));
            copyParameters(from, to);
            from = to;
            twin.lossAndGradients(batch.pixels(), batch.labels(), batch.size());
            changes[layer - 1] = Gradients.relativeChange(
                    before.get(layer), weights.get(layer).gradient());
        }
        return changes;
    }

    private void copyParameters(int from, int to) {
        for (int p = from; p < to; p++) {
            float[] values = network.parameters().get(p).values();
            System.arraycopy(values, 0, twin.parameters().get(p).values(), 0, values.length);
        }
    }

    /** The moments around each activation function, for the probe. */
    private record Probed(List<FeatureMoments> normalized, List<FeatureMoments> inputs) {}

    private Probed probe() {
        Probed probed = new Probed(new ArrayList<>(), new ArrayList<>());
        twin.forward(probe, probeRows, (layer, x, y, rows) -> {
            if (layer instanceof ActivationLayer) {
                probed.normalized.add(moments.of(x, rows));
                probed.inputs.add(moments.of(y, rows));
            }
        });
        return probed;
    }

    private static List<Drift> drifts(List<FeatureMoments> before, List<FeatureMoments> after) {
        List<Drift> drifts = new ArrayList<>();
        for (int layer = 0; layer < before.size(); layer++) {
            drifts.add(Drift.between(before.get(layer), after.get(layer)));
        }
        return drifts;
    }
}
