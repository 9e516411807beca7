package org.lanewise.app.model;

import org.lanewise.app.onnx.NormalizationLayer;

/**
 * What other statistics make of a layer. A sigma is the old sqrt(variance + epsilon) of a channel; variances are
 * compared with epsilon added, as they are used.
 *
 * @param name of the layer
 * @param channels how many it has
 * @param elements how many of each channel the new statistics are taken over
 * @param meanShift how far means moved, in sigmas: the root of the mean square over the channels
 * @param smallestRatio of new variance to old, over the channels
 * @param largestRatio likewise
 */
public record LayerChange(
        String name, int channels, long elements, double meanShift, double smallestRatio, double largestRatio) {
    static LayerChange of(NormalizationLayer before, NormalizationLayer after, long elements) {
        double squares = 0;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (int c = 0; c < before.channels(); c++) {
            double variance = before.variance().values()[c] + before.epsilon();
            double shift = after.mean().values()[c] - before.mean().values()[c];
            squares += shift * shift / variance;
            double ratio = (after.variance().values()[c] + after.epsilon()) / variance;
            smallest = Math.min(smallest, ratio);
            largest = Math.max(largest, ratio);
        }
        return new LayerChange(
                before.name(), before.channels(), elements, Math.sqrt(squares / before.channels()), smallest, largest);
    }
}
