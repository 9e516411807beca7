package org.lanewise.app.train;

import java.util.Arrays;
import org.lanewise.app.data.Batches;
import org.lanewise.app.data.LabelledImages;
import org.lanewise.app.fingerprint.BitDigest;
import org.lanewise.app.nn.Network;
import org.lanewise.app.nn.SoftmaxCrossEntropy;

/**
 * What a network makes of images.
 *
 * @param accuracy the share of them that it recognizes, 0 to 1
 * @param outputs a SHA-256 over the bits of all of its scores
 */
public record Evaluation(double accuracy, String outputs) {
    /** Tests a network, with some images at a time. */
    public static Evaluation of(Network network, LabelledImages images, int batch) {
        float[] pixels = new float[batch * images.imageSize()];
        int[] labels = new int[batch];
        BitDigest digest = new BitDigest();
        long correct = 0;
        for (int from = 0; from < images.count(); from += batch) {
            int rows = Math.min(batch, images.count() - from);
            for (int row = 0; row < rows; row++) {
                Batches.toFloats(images, from + row, pixels, row);
                labels[row] = Byte.toUnsignedInt(images.labels()[from + row]);
            }
            float[] scores = Arrays.copyOf(network.infer(pixels, rows), rows * network.classes());
            correct += SoftmaxCrossEntropy.countCorrect(scores, labels, rows, network.classes());
            digest.add(scores);
        }
        return new Evaluation((double) correct / images.count(), digest.hex());
    }
}
