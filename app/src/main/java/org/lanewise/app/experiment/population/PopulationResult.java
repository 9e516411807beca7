package org.lanewise.app.experiment.population;

import java.util.List;

/**
 * What became of one training.
 *
 * @param batchSize the images of a step
 * @param seed of the weights and the order of the images
 * @param trueAccuracy the test accuracy with the true statistics, 0 to 1
 * @param estimates one for each {@link Estimator}, in their order
 */
public record PopulationResult(int batchSize, long seed, double trueAccuracy, List<Estimate> estimates) {
    /**
     * What an estimator came to.
     *
     * @param distance from the true statistics
     * @param accuracy the test accuracy with these statistics, 0 to 1
     * @param bytes that the estimator keeps from batch to batch
     */
    public record Estimate(Distance distance, double accuracy, long bytes) {}
}
