package org.lanewise.app.experiment;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Results that nobody trained for. */
public final class Synthetic {
    private Synthetic() {}

    /** Of each trial a training whose figures are all one number, the smaller the better; above 2.5 it diverges. */
    public static Results results(Plan plan, ToDoubleFunction<Trial> badness) {
        return new Results(
                plan,
                plan.trials().stream()
                        .map(trial -> result(plan, trial, badness.applyAsDouble(trial)))
                        .toList());
    }

    static TrialResult result(Plan plan, Trial trial, double badness) {
        int depth = trial.architecture().depth();
        boolean diverges = badness > 2.5;
        double[] losses = new double[diverges ? 3 : plan.steps()];
        // From guessing downwards, more slowly the worse it is.
        Arrays.setAll(losses, step -> Math.max(badness, TrialResult.GUESSING - step / (5 * badness)));
        double[] norms = IntStream.rangeClosed(0, depth)
                .mapToDouble(layer -> Math.pow(1 + badness, layer))
                .toArray();
        double[] changes = new double[depth];
        Arrays.fill(changes, badness);
        List<Drift> drifts = Collections.nCopies(depth, new Drift(badness, 0));
        List<Measurement> measurements = IntStream.range(0, losses.length)
                .filter(plan::isMeasured)
                .mapToObj(step -> new Measurement(step, norms, drifts, drifts, changes))
                .toList();
        return new TrialResult(trial, plan.steps(), losses, measurements, diverges ? Double.NaN : 1 - badness / 3);
    }
}
