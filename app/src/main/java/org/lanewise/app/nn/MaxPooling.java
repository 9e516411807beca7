package org.lanewise.app.nn;

import java.util.Arrays;

/**
 * The largest of each 2x2 pixels. Where several are the largest, the first one of them in reading order counts: it
 * alone gets the gradient. A NaN counts as larger than all, so that it is not lost.
 */
public final class MaxPooling implements Layer {
    private final int channels;
    private final int height;
    private final int width;
    private final Buffer y = new Buffer();
    private final Buffer dx = new Buffer();
    private int[] winners = {};

    /**
     * A layer for images, channel after channel.
     *
     * @throws IllegalArgumentException if the height or width is odd
     */
    public MaxPooling(int channels, int height, int width) {
        if (height % 2 != 0 || width % 2 != 0) {
            throw new IllegalArgumentException("image: " + height + "x" + width + ", must be even both ways");
        }
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    @Override
    public String kind() {
        return "max pooling";
    }

    @Override
    public float[] forward(float[] x, int rows) {
        return infer(x, rows);
    }

    @Override
    public float[] infer(float[] x, int rows) {
        int outputs = rows * channels * height * width / 4;
        float[] out = y.atLeast(outputs);
        if (winners.length < outputs) {
            winners = new int[outputs];
        }
        int i = 0;
        // The planes lie one below the other, and none has half a pair of lines.
        for (int line = 0; line < rows * channels * height; line += 2) {
            for (int column = 0; column < width; column += 2) {
                int first = line * width + column;
                int winner = larger(x, first, first + 1);
                winner = larger(x, winner, first + width);
                winner = larger(x, winner, first + width + 1);
                winners[i] = winner;
                out[i++] = x[winner];
            }
        }
        return out;
    }

    private static int larger(float[] x, int earlier, int later) {
        return x[later] > x[earlier] || Float.isNaN(x[later]) ? later : earlier;
    }

    @Override
    public float[] backward(float[] dy, int rows) {
        int inputs = rows * channels * height * width;
        float[] out = dx.atLeast(inputs);
        Arrays.fill(out, 0, inputs, 0);
        for (int i = 0; i < inputs / 4; i++) {
            out[winners[i]] = dy[i];
        }
        return out;
    }
}
