/**
 * Statistics: the mean and variance of data, and estimates of a population's mean and variance from its batches.
 *
 * <p>Begin with {@link org.lanewise.stats.PopulationEstimate}, which says how a layer estimates what it infers with;
 * the layer keeps the estimate in a {@link org.lanewise.stats.PopulationStatistics}. To take the statistics of tensors
 * yourself, begin with {@link org.lanewise.stats.ChannelMoments}; {@link org.lanewise.stats.Moments} are those of
 * single numbers. Moments can be merged, so they may be taken of parts of the data, on any machine and in any order.
 *
 * <p>All statistics are in double. A variance is biased, sum((x - mean)²)/n, unless its name says otherwise.
 */
package org.lanewise.stats;
