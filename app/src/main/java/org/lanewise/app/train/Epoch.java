package org.lanewise.app.train;

/**
 * What an epoch came to.
 *
 * @param number from 1
 * @param loss the mean training loss over the epoch's batches
 * @param testAccuracy the share of the test images that are recognized after it, 0 to 1
 * @param seconds its time, the test included
 */
public record Epoch(int number, double loss, double testAccuracy, double seconds) {}
