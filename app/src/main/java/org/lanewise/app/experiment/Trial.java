package org.lanewise.app.experiment;

/**
 * One training of the experiment.
 *
 * @param architecture of the network
 * @param batchNormalized whether its hidden layers are normalized
 * @param learningRate of the first step; falls to 0 in a straight line over all steps
 * @param seed of the weights and the order of the images: the same for all trials of the seed
 */
public record Trial(Architecture architecture, boolean batchNormalized, double learningRate, long seed) {}
