package org.lanewise.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lanewise.app.experiment.Claim.Topic;
import org.lanewise.app.experiment.Claim.Verdict;
import org.lanewise.app.nn.ActivationFunction;

class ClaimsTest {
    private static final Plan PLAN = new Plan(4, 40, 2, List.of(0.1, 1.0, 10.0));
    private static final Architecture SHALLOW = new Architecture(ActivationFunction.RELU, 2);

    /** Larger rates are worse; what is favoured is better at each. */
    private static Results favouring(boolean favoured) {
        return Synthetic.results(
                PLAN,
                trial -> (trial.batchNormalized() == favoured ? 0.3 : 0.9)
                        * (1 + Math.log10(trial.learningRate() * 10)));
    }

    @Test
    void allClaimsHoldWhereAllIsBetterWithBatchNormalization() {
        for (Claim claim : Claims.of(favouring(true))) {
            assertEquals(Verdict.HOLDS, claim.verdict(), claim.toString());
            assertEquals(
                    claim.topic() == Topic.GRADIENTS ? 2 : 6,
                    claim.comparisons().size());
        }
    }

    @Test
    void noClaimHoldsWhereAllIsWorse() {
        for (Claim claim : Claims.of(favouring(false))) {
            assertEquals(Verdict.DOES_NOT_HOLD, claim.verdict(), claim.toString());
        }
    }

    @Test
    void driftIsNotComparedWhereOneDoesNotTrain() {
        Results results = Synthetic.results(
                PLAN,
                trial -> !trial.batchNormalized() && trial.architecture().depth() == 8
                        ? 2
                        : trial.batchNormalized() ? 0.3 : 0.9);
        for (Claim claim : Claims.of(results)) {
            boolean drift = claim.topic() == Topic.NORMALIZED_DRIFT
                    || claim.topic() == Topic.INPUT_DRIFT
                    || claim.topic() == Topic.GRADIENT_CHANGE;
            assertEquals(
                    drift ? 3 : 0,
                    claim.comparisons().stream()
                            .filter(comparison -> comparison.with().length == 0)
                            .count());
        }
    }

    @Test
    void saysWhereDriftIsLessButTrainingNotFaster() {
        assertEquals(
                "Wherever it moves less, training is faster with every seed, too.",
                Claims.driftWithoutSpeed(Claims.of(favouring(true))));
        double[] less = {1, 1};
        double[] more = {2, 2};
        List<Claim> claims = List.of(
                new Claim(Topic.SPEED, "", "", Unit.STEPS, List.of(new Comparison("net", more, less, true))),
                new Claim(Topic.INPUT_DRIFT, "", "", Unit.RELATIVE, List.of(new Comparison("net", less, more, true))));
        assertEquals(
                "It moves less, and yet training is not faster with every seed, for: net.",
                Claims.driftWithoutSpeed(claims));
    }

    @Test
    void ratesAreChosenByTrainingLosses() {
        Results results = favouring(true);
        assertEquals(0.1, results.bestRate(SHALLOW, true));
        assertEquals(Optional.of(10.0), results.largestRate(SHALLOW, true));
        assertEquals(Optional.of(0.1), results.largestRate(SHALLOW, false));
        assertArrayEquals(new double[] {10, 10}, results.largestRates(SHALLOW, true));
        assertEquals(Optional.of(0.1), results.commonRate(SHALLOW));
        Results never = Synthetic.results(PLAN, trial -> 3);
        assertEquals(Optional.empty(), never.largestRate(SHALLOW, true));
        assertArrayEquals(new double[] {0, 0}, never.largestRates(SHALLOW, true));
        assertEquals(0.1, never.bestRate(SHALLOW, true));
    }

    @Test
    void aRateTrainsOnlyIfItDoesWithEverySeed() {
        Results results = Synthetic.results(PLAN, trial -> trial.seed() == 2 && trial.learningRate() > 0.5 ? 2 : 0.5);
        assertEquals(Optional.of(0.1), results.largestRate(SHALLOW, true));
        assertArrayEquals(new double[] {10, 0.1}, results.largestRates(SHALLOW, true));
    }

    @Test
    void trainingIsALossBelowHalfOfGuessing() {
        Trial trial = PLAN.trials().getFirst();
        double[] losses = new double[40];
        Arrays.setAll(losses, step -> step < 20 ? 2 : 1);
        TrialResult result = new TrialResult(trial, 40, losses, List.of(), 0.5);
        assertEquals(1, result.finalLoss());
        assertTrue(result.trains());
        // Of ten losses nine are 1 and one is 2 where the mean is 1.1, below 1.1513.
        assertEquals(29, result.stepsUntilTrained());
        TrialResult diverged = new TrialResult(trial, 41, losses, List.of(), Double.NaN);
        assertTrue(diverged.diverged());
        assertEquals(Double.POSITIVE_INFINITY, diverged.finalLoss());
        assertEquals(Double.POSITIVE_INFINITY, diverged.stepsUntilTrained());
    }
}
