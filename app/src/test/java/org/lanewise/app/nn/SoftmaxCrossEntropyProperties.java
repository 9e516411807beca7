package org.lanewise.app.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class SoftmaxCrossEntropyProperties {
    @Property(seed = "31")
    void lossAndGradientAreThoseOfTheDefinition(
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 2, max = 12) int classes,
            @ForAll @FloatRange(min = 0, max = 30) float spread,
            @ForAll long seed) {
        Random random = new Random(seed);
        float[] scores = new float[rows * classes];
        int[] labels = new int[rows];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextGaussian() * spread;
        }
        double loss = 0;
        double[] gradient = new double[scores.length];
        for (int row = 0; row < rows; row++) {
            labels[row] = random.nextInt(classes);
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(scores[row * classes + c]);
            }
            for (int c = 0; c < classes; c++) {
                double p = Math.exp(scores[row * classes + c]) / sum;
                boolean isLabel = c == labels[row];
                gradient[row * classes + c] = (p - (isLabel ? 1 : 0)) / rows;
                loss -= isLabel ? Math.log(p) / rows : 0;
            }
        }
        double actual = SoftmaxCrossEntropy.lossAndGradient(scores, labels, rows, classes);
        // Scores below 2^8: the subtraction of the largest rounds by up to 2^-17, and so does the exponent's argument.
        assertEquals(loss, actual, 0x1p-17 + 1e-12);
        for (int i = 0; i < scores.length; i++) {
            assertEquals(gradient[i], scores[i], 0x1p-16 / rows);
        }
    }

    @Example
    void largeScoresDoNotOverflow() {
        float[] scores = {3e38f, 1e38f, -3e38f};
        assertEquals(0, SoftmaxCrossEntropy.lossAndGradient(scores, new int[] {0}, 1, 3));
        assertEquals(0, scores[0]);
        float[] wrong = {1000, 0};
        assertEquals(1000, SoftmaxCrossEntropy.lossAndGradient(wrong, new int[] {1}, 1, 2));
        assertEquals(1, wrong[0]);
        assertEquals(-1, wrong[1]);
    }

    @Example
    void aNaNMakesTheLossNaN() {
        assertTrue(Double.isNaN(SoftmaxCrossEntropy.lossAndGradient(new float[] {1, Float.NaN}, new int[] {0}, 1, 2)));
    }

    @Example
    void countsTheRowsWhoseLabelScoresMost() {
        float[] scores = {1, 2, 0, /**/ 5, 4, 3, /**/ 0, 0, 9, /**/ 1, 1, 1};
        assertEquals(2, SoftmaxCrossEntropy.countCorrect(scores, new int[] {1, 1, 2, 2}, 4, 3));
    }
}
