package org.lanewise.app.experiment.population;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.train.DivergedException;
import org.lanewise.app.train.Rehearsal;

/** Runs all trainings of a plan, one after another. */
public final class PopulationExperiment {
    /** Larger batches run the same loops, only longer. */
    private static final int MAX_REHEARSED = 512;

    private PopulationExperiment() {}

    /** The steps of all trainings. */
    public static long steps(Dataset data, PopulationPlan plan) {
        return plan.batchSizes().stream()
                        .mapToLong(size ->
                                PopulationTraining.batches(data, size, 1).perEpoch())
                        .sum()
                * plan.epochs()
                * plan.seeds();
    }

    /**
     * Runs the trainings.
     *
     * @param pool helps with batch normalization
     * @param stepEnds is told of each step
     * @throws DivergedException if a loss is no number any more
     */
    public static PopulationResults run(
            Dataset data, PopulationPlan plan, Optional<ForkJoinPool> pool, Runnable stepEnds)
            throws DivergedException {
        int testRows = Math.min(PopulationTraining.TEST_BATCH, data.test().count());
        List<PopulationResult> results = new ArrayList<>();
        for (int batchSize : plan.batchSizes()) {
            int rows = Math.min(Math.min(batchSize, MAX_REHEARSED), data.train().count());
            new Rehearsal(data.train(), Math.max(rows, testRows))
                    .run(PopulationTraining.newNetwork(plan, 1, pool), List.of(rows), testRows);
            for (long seed = 1; seed <= plan.seeds(); seed++) {
                results.add(PopulationTraining.run(data, plan, batchSize, seed, pool, stepEnds));
            }
        }
        return new PopulationResults(plan, results);
    }
}
