package org.lanewise.app.image;

import java.awt.image.BufferedImage;

/**
 * Resizes pictures by bilinear interpolation, with pixels as squares: an output pixel's center lies where it lies in
 * the picture. Antialiased, a picture that shrinks has each output pixel averaged over all that it covers (Pillow,
 * torchvision); else over the nearest pixels alone, two by two (OpenCV).
 */
final class Resampling {
    private static final int[] SHIFTS = {16, 8, 0};

    private Resampling() {}

    /** The weights of an axis: output i is the sum over k of weights[i][k] times input first[i] + k. */
    private record Taps(int[] first, float[][] weights) {
        static Taps of(int in, int out, int from, int count, boolean antialias) {
            double scale = (double) in / out;
            double support = antialias ? Math.max(scale, 1) : 1;
            int[] first = new int[count];
            float[][] weights = new float[count][];
            for (int i = 0; i < count; i++) {
                double center = (from + i + 0.5) * scale;
                int begin = Math.max(0, (int) (center - support + 0.5));
                int end = Math.min(in, (int) (center + support + 0.5));
                double[] hat = new double[end - begin];
                double sum = 0;
                for (int k = 0; k < hat.length; k++) {
                    hat[k] = Math.max(0, 1 - Math.abs((begin + k + 0.5 - center) / support));
                    sum += hat[k];
                }
                first[i] = begin;
                weights[i] = new float[hat.length];
                for (int k = 0; k < hat.length; k++) {
                    // At the edge, what lies outside is not missed: the rest has its weight.
                    weights[i][k] = (float) (hat[k] / sum);
                }
            }
            return new Taps(first, weights);
        }

        int begin() {
            return first[0];
        }

        int end() {
            return first[first.length - 1] + weights[weights.length - 1].length;
        }
    }

    /**
     * The part of a resized picture, from 0 to 255.
     *
     * @return red, green and blue, each row after row
     */
    static float[][] resize(BufferedImage image, Fit.Placement place, boolean antialias) {
        Taps columns = Taps.of(image.getWidth(), place.scaledWidth(), place.left(), place.width(), antialias);
        Taps rows = Taps.of(image.getHeight(), place.scaledHeight(), place.top(), place.height(), antialias);
        int from = rows.begin();
        float[][] narrow = new float[SHIFTS.length][(rows.end() - from) * place.width()];
        int[] line = new int[columns.end() - columns.begin()];
        for (int row = from; row < rows.end(); row++) {
            image.getRGB(columns.begin(), row, line.length, 1, line, 0, line.length);
            for (int colour = 0; colour < SHIFTS.length; colour++) {
                resizeLine(line, SHIFTS[colour], columns, narrow[colour], (row - from) * place.width());
            }
        }
        float[][] planes = new float[SHIFTS.length][];
        for (int colour = 0; colour < SHIFTS.length; colour++) {
            planes[colour] = resizeRows(narrow[colour], place.width(), rows);
        }
        return planes;
    }

    private static void resizeLine(int[] line, int shift, Taps columns, float[] out, int offset) {
        for (int i = 0; i < columns.first.length; i++) {
            float[] weights = columns.weights[i];
            int begin = columns.first[i] - columns.begin();
            float sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * (line[begin + k] >> shift & 0xff);
            }
            out[offset + i] = sum;
        }
    }

    private static float[] resizeRows(float[] in, int width, Taps rows) {
        float[] out = new float[rows.first.length * width];
        for (int row = 0; row < rows.first.length; row++) {
            float[] weights = rows.weights[row];
            for (int k = 0; k < weights.length; k++) {
                int begin = (rows.first[row] - rows.begin() + k) * width;
                for (int column = 0; column < width; column++) {
                    out[row * width + column] += weights[k] * in[begin + column];
                }
            }
        }
        return out;
    }
}
