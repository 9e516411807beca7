package org.lanewise.app.experiment.population;

import org.lanewise.stats.ChannelMoments;
import org.lanewise.stats.PopulationStatistics;

/**
 * The statistics of a layer's channels.
 *
 * @param mean of each channel
 * @param variance of each channel
 */
record Statistics(double[] mean, double[] variance) {
    static Statistics of(PopulationStatistics population) {
        Statistics statistics = new Statistics(new double[population.channels()], new double[population.channels()]);
        for (int c = 0; c < population.channels(); c++) {
            statistics.mean[c] = population.mean(c);
            statistics.variance[c] = population.variance(c);
        }
        return statistics;
    }

    static Statistics of(ChannelMoments moments) {
        Statistics statistics = new Statistics(new double[moments.channels()], new double[moments.channels()]);
        for (int c = 0; c < moments.channels(); c++) {
            statistics.mean[c] = moments.mean(c);
            statistics.variance[c] = moments.variance(c);
        }
        return statistics;
    }
}
