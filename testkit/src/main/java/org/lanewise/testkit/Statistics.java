package org.lanewise.testkit;

/**
 * The mean and biased variance of each channel of a batch, as an engine gives them. The arrays are the record's own,
 * not copies.
 *
 * @param mean one per channel, in the precision that the engine has
 * @param variance sum((x - mean)²)/n, one per channel
 */
public record Statistics(double[] mean, double[] variance) {}
