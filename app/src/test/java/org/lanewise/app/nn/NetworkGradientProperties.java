package org.lanewise.app.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Every gradient of the whole network against the central difference (L(p + h) - L(p - h))/2h of a loss in double.
 *
 * <p>The difference is off by about h²/6·L''' from the curvature, 1e-10 for h = 1e-5, and by 2^-53·L/h = 1e-11 from
 * rounding, as long as no kink of a ReLU or of max pooling lies between: inputs of a ReLU nearer than 1e-3 to 0 are
 * left out, and the two largest of a pool nearer than that, and h moves them by less. So are features of a deviation
 * below 0.1 before their normalization, which magnifies roundings and curvature by its inverse. What remains is the
 * network's own float arithmetic. On a path from x to a gradient of an {@link Mlp} lie some 60 roundings a hidden
 * layer: sums over up to 12 inputs, 9 features, 5 classes and 14 rows, the normalization and the softmax, forward and
 * backward. Each is up to 2^-24 of terms about as large as the largest gradient. In {@link Cnn} there are up to 18
 * taps, 16 inputs of the linear layer and 6 rows of 16 places: some 150.
 */
class NetworkGradientProperties {
    private static final double H = 1e-5;
    private static final double KINK = 1e-3;
    private static final double DEVIATION = 0.1;

    @Property(seed = "41", tries = 60)
    void gradientsAreThoseOfTheLoss(
            @ForAll ActivationFunction function,
            @ForAll boolean batchNormalized,
            @ForAll @IntRange(min = 4, max = 14) int rows,
            @ForAll @IntRange(min = 1, max = 12) int inputs,
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll @IntRange(min = 1, max = 3) int depth,
            @ForAll @IntRange(min = 2, max = 5) int classes,
            @ForAll long seed) {
        Mlp.Sizes sizes = new Mlp.Sizes(inputs, width, depth, classes);
        Mlp network = new Mlp(sizes, function, batchNormalized, seed, Optional.empty());
        Random random = new Random(seed);
        randomize(network, random);
        check(network, new ReferenceMlp(network, sizes, function, batchNormalized), rows, inputs, random, 60 * depth);
    }

    @Property(seed = "42", tries = 60)
    void gradientsOfAConvolutionAreThoseOfTheLoss(
            @ForAll boolean batchNormalized,
            @ForAll @IntRange(min = 2, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 2) int channels,
            @ForAll @IntRange(min = 1, max = 2) int halfHeight,
            @ForAll @IntRange(min = 1, max = 2) int halfWidth,
            @ForAll @IntRange(min = 1, max = 4) int features,
            @ForAll @IntRange(min = 2, max = 4) int classes,
            @ForAll long seed) {
        Cnn.Sizes sizes = new Cnn.Sizes(channels, 2 * halfHeight, 2 * halfWidth, features, classes);
        Cnn network = new Cnn(sizes, batchNormalized, seed, Optional.empty());
        Random random = new Random(seed);
        randomize(network, random);
        check(
                network,
                new ReferenceCnn(network, sizes, batchNormalized),
                rows,
                channels * sizes.height() * sizes.width(),
                random,
                150);
    }

    private static void randomize(Network network, Random random) {
        for (Parameter parameter : network.parameters()) {
            for (int i = 0; i < parameter.values().length; i++) {
                parameter.values()[i] += (float) random.nextGaussian() / 2;
            }
        }
    }

    private static void check(
            Network network, Reference reference, int rows, int inputs, Random random, int roundings) {
        float[] x = new float[rows * inputs];
        int[] labels = new int[rows];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(network.classes());
        }
        double expectedLoss = reference.loss(x, labels, rows);
        Assume.that(reference.leastDistanceFromKink > KINK && reference.leastDeviation > DEVIATION);

        double tolerance = roundings * 0x1p-24;
        assertEquals(expectedLoss, network.lossAndGradients(x, labels, rows), tolerance * (1 + expectedLoss));
        double largest = 0;
        for (Parameter parameter : network.parameters()) {
            for (float gradient : parameter.gradient()) {
                largest = Math.max(largest, Math.abs(gradient));
            }
        }
        for (Parameter parameter : network.parameters()) {
            double[] values = reference.parameters.get(parameter.name());
            for (int i = 0; i < values.length; i++) {
                double value = values[i];
                values[i] = value + H;
                double above = reference.loss(x, labels, rows);
                values[i] = value - H;
                double below = reference.loss(x, labels, rows);
                values[i] = value;
                assertEquals(
                        (above - below) / (2 * H),
                        parameter.gradient()[i],
                        tolerance * largest,
                        parameter.name() + "[" + i + "]");
            }
        }
    }
}
