package org.lanewise.app.experiment.population;

import org.lanewise.stats.PopulationEstimate;

/** A way to estimate the statistics that a network infers with. */
public enum Estimator {
    /** Forgets a tenth with each batch. */
    MOVING_AVERAGE_0_9("moving average, 0.9", PopulationEstimate.movingAverage(0.9)),
    /** Forgets a hundredth with each batch. */
    MOVING_AVERAGE_0_99("moving average, 0.99", PopulationEstimate.movingAverage(0.99)),
    /** Forgets a thousandth with each batch. */
    MOVING_AVERAGE_0_999("moving average, 0.999", PopulationEstimate.movingAverage(0.999)),
    /** Every batch of the training with the same weight. */
    CUMULATIVE_AVERAGE("cumulative average", PopulationEstimate.cumulativeAverage()),
    /** Every batch of the training is kept. */
    EXACT_OVER_BATCHES("exact over batches", PopulationEstimate.exactOverBatches()),
    /** All elements of the training as one. */
    MERGED_MOMENTS("merged moments", PopulationEstimate.mergedMoments()),
    /** The average over the batches of one more epoch, when the weights don't move any more. */
    RECOMPUTED("recomputed afterwards", PopulationEstimate.cumulativeAverage());

    private static final long DOUBLES = 2 * Double.BYTES;

    private final String title;
    private final PopulationEstimate estimate;

    Estimator(String title, PopulationEstimate estimate) {
        this.title = title;
        this.estimate = estimate;
    }

    /** Its name, for a person. */
    public String title() {
        return title;
    }

    PopulationEstimate estimate() {
        return estimate;
    }

    /**
     * The bytes that it keeps from batch to batch: a mean and a variance per channel, or one of each batch, and a
     * count.
     */
    long bytes(int channels, long batches) {
        return switch (this) {
            case EXACT_OVER_BATCHES -> DOUBLES * channels * batches;
            case MERGED_MOMENTS -> DOUBLES * channels + Long.BYTES;
            default -> DOUBLES * channels;
        };
    }
}
