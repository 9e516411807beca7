package org.lanewise.app.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.nn.ActivationFunction;
import org.lanewise.app.train.Rehearsal;

/**
 * Runs all trials of a plan, some at a time, each on one thread. The results depend on the data, the plan and the width
 * of the machine's vectors (in which netlib adds up its products), but not on threads.
 */
public final class Experiment {
    private Experiment() {}

    /**
     * Runs the trials.
     *
     * @param threads trials at a time
     * @param trialEnds is told of each that is done, from any thread
     * @throws InterruptedException if this thread is interrupted; trials that have begun go on to their end
     */
    public static Results run(Dataset data, Plan plan, int threads, Runnable trialEnds) throws InterruptedException {
        rehearse(data, plan);
        List<TrialResult> results = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<TrialResult>> futures = new ArrayList<>();
            for (Trial trial : plan.trials()) {
                futures.add(workers.submit(() -> {
                    TrialResult result = Training.run(data, plan, trial);
                    trialEnds.run();
                    return result;
                }));
            }
            try {
                for (Future<TrialResult> future : futures) {
                    results.add(future.get());
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("a trial failed", e);
            } finally {
                workers.shutdownNow();
            }
        }
        return new Results(plan, results);
    }

    private static void rehearse(Dataset data, Plan plan) {
        int rows = Math.min(Plan.BATCH_SIZE, data.train().count());
        int testRows = Math.min(Training.TEST_BATCH, data.test().count());
        Architecture deepest = new Architecture(ActivationFunction.RELU, Plan.DEPTHS.getLast());
        for (boolean batchNormalized : new boolean[] {true, false}) {
            new Rehearsal(data.train(), Math.max(rows, testRows))
                    .run(Training.newNetwork(plan, new Trial(deepest, batchNormalized, 1, 1)), List.of(rows), testRows);
        }
    }
}
