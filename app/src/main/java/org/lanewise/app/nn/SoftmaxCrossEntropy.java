package org.lanewise.app.nn;

/**
 * The loss of a classifier: the mean over the batch of -log p(label), p being the softmax of a row of scores. The
 * largest score is subtracted first, so that no exponential overflows.
 */
public final class SoftmaxCrossEntropy {
    /** The loss in words. */
    public static final String NAME = "softmax cross-entropy, mean of the batch";

    private SoftmaxCrossEntropy() {}

    /**
     * The mean loss, and its gradient by the scores: (p - [class = label])/rows.
     *
     * @param scores rows times classes; overwritten with the gradient
     * @param labels one per row, 0 to classes - 1
     */
    public static double lossAndGradient(float[] scores, int[] labels, int rows, int classes) {
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            int from = row * classes;
            int label = from + labels[row];
            float max = scores[from + argMax(scores, from, classes)];
            float labelScore = scores[label] - max;
            double sum = 0;
            for (int i = from; i < from + classes; i++) {
                double e = Math.exp(scores[i] - max);
                scores[i] = (float) e;
                sum += e;
            }
            loss += Math.log(sum) - labelScore;
            for (int i = from; i < from + classes; i++) {
                scores[i] = (float) ((scores[i] / sum - (i == label ? 1 : 0)) / rows);
            }
        }
        return loss / rows;
    }

    /** The rows whose largest score is that of their label. */
    public static int countCorrect(float[] scores, int[] labels, int rows, int classes) {
        int correct = 0;
        for (int row = 0; row < rows; row++) {
            if (argMax(scores, row * classes, classes) == labels[row]) {
                correct++;
            }
        }
        return correct;
    }

    private static int argMax(float[] scores, int from, int classes) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            if (scores[from + i] > scores[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
