package org.lanewise.app.train;

import org.lanewise.app.nn.Network;

/**
 * A network after its training.
 *
 * @param network the network as it is after the last epoch
 * @param run how it got there
 * @param test what it then makes of the test images
 * @param <N> the kind of network
 */
public record Trained<N extends Network>(N network, Run run, Evaluation test) {}
