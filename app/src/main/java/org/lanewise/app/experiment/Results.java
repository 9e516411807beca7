package org.lanewise.app.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of all trials of a plan, and how it is summed up over seeds.
 *
 * @param plan the plan
 * @param all its trials' results
 */
public record Results(Plan plan, List<TrialResult> all) {
    /** The results of an architecture at a learning rate: one per seed, in the order of the seeds. */
    public List<TrialResult> of(Architecture architecture, boolean batchNormalized, double rate) {
        return all.stream()
                .filter(result -> {
                    Trial trial = result.trial();
                    return trial.architecture().equals(architecture)
                            && trial.batchNormalized() == batchNormalized
                            && trial.learningRate() == rate;
                })
                .toList();
    }

    /** Whether a network trains at a learning rate with every seed. */
    public boolean trains(Architecture architecture, boolean batchNormalized, double rate) {
        return of(architecture, batchNormalized, rate).stream().allMatch(TrialResult::trains);
    }

    /** The largest learning rate at which a network trains with every seed. */
    public Optional<Double> largestRate(Architecture architecture, boolean batchNormalized) {
        return plan.learningRates().reversed().stream()
                .filter(rate -> trains(architecture, batchNormalized, rate))
                .findFirst();
    }

    /** The largest learning rate at which a network trains with a seed, 0 if with none; for each seed. */
    double[] largestRates(Architecture architecture, boolean batchNormalized) {
        double[] largest = new double[plan.seeds()];
        for (double rate : plan.learningRates()) {
            List<TrialResult> results = of(architecture, batchNormalized, rate);
            for (int seed = 0; seed < largest.length; seed++) {
                if (results.get(seed).trains()) {
                    largest[seed] = rate;
                }
            }
        }
        return largest;
    }

    /**
     * The learning rate with the smallest mean final loss: chosen by what is learned from, not by the test images. The
     * smallest rate if all diverge.
     */
    public double bestRate(Architecture architecture, boolean batchNormalized) {
        double best = plan.learningRates().getFirst();
        double bestLoss = Double.POSITIVE_INFINITY;
        for (double rate : plan.learningRates()) {
            double loss = of(architecture, batchNormalized, rate).stream()
                    .collect(Collectors.averagingDouble(TrialResult::finalLoss));
            if (loss < bestLoss) {
                best = rate;
                bestLoss = loss;
            }
        }
        return best;
    }

    /**
     * A learning rate at which a network trains both with and without batch normalization, to compare what goes on in
     * the two: of those, the one at which the network without it reaches the smallest loss.
     */
    public Optional<Double> commonRate(Architecture architecture) {
        return plan.learningRates().stream()
                .filter(rate -> trains(architecture, true, rate) && trains(architecture, false, rate))
                .min((a, b) -> Double.compare(meanFinalLoss(architecture, a), meanFinalLoss(architecture, b)));
    }

    private double meanFinalLoss(Architecture architecture, double rate) {
        return of(architecture, false, rate).stream().collect(Collectors.averagingDouble(TrialResult::finalLoss));
    }
}
