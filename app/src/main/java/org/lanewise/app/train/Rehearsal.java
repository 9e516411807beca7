package org.lanewise.app.train;

import java.util.Arrays;
import java.util.List;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.LabelledImages;
import org.lanewise.app.nn.Network;
import org.lanewise.app.nn.Parameter;

/**
 * Runs a network that nobody needs until its gradients have the same bits every time, so that a training repeats from
 * one start of Java to the next.
 *
 * <p>netlib adds the lanes of its vectors in an order that the Vector API leaves open, and the interpreter takes
 * another one than the optimizing compiler: the first products of a JVM differ in their last bits from the later ones,
 * and which products are the first ones is a matter of timing. (The engine's sums have one order everywhere.) No time
 * is lost: a training begins slowly, until it is compiled, or its rehearsal does.
 */
public final class Rehearsal {
    /** So many equal rounds after one another are taken to be settled: compiling takes a fraction of this. */
    private static final int EQUAL_ROUNDS = 20;

    /** To come to an end in any case: bits that never settle are no reason not to train. */
    private static final int MAX_ROUNDS = 500;

    private final float[] pixels;
    private final int[] labels;

    /** A rehearsal with some of the images that the training will have. */
    public Rehearsal(LabelledImages images, int rows) {
        pixels = new float[rows * images.imageSize()];
        labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            int image = row % images.count();
            Batches.toFloats(images, image, pixels, row);
            labels[row] = Byte.toUnsignedInt(images.labels()[image]);
        }
    }

    /**
     * Rehearses. The network's weights stay, but it counts the batches in its population.
     *
     * @param trainingRows the sizes of batches to learn from: each takes paths of its own to be compiled
     * @param testRows the size of batches to test with
     */
    public void run(Network network, List<Integer> trainingRows, int testRows) {
        int last = 0;
        int equal = 0;
        for (int round = 0; round < MAX_ROUNDS && equal < EQUAL_ROUNDS; round++) {
            int bits = 0;
            for (int rows : trainingRows) {
                network.lossAndGradients(pixels, labels, rows);
                for (Parameter parameter : network.parameters()) {
                    bits = 31 * bits + Arrays.hashCode(parameter.gradient());
                }
            }
            network.countCorrect(pixels, labels, testRows);
            equal = bits == last ? equal + 1 : 0;
            last = bits;
        }
    }
}
