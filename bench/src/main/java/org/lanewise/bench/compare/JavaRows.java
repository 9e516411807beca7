package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * {@link JavaEngine}, channels last: a piece is a range of rows, with sums of its own, which the first piece of the
 * next step adds up.
 */
final class JavaRows implements Pieces {
    private final MemorySegment x;
    private final MemorySegment dy;
    private final MemorySegment out;
    private final Workload workload;
    private final long rows;
    private final int channels;
    private final int pieces;
    private final double[][] first;
    private final double[][] second;
    private final double[] mean;
    private final double[] invStd;
    private final float[] scale;
    private final float[] slope;
    private final float[] shift;

    JavaRows(Workload workload, int threads) {
        this.workload = workload;
        x = workload.x().segment();
        dy = workload.dy().segment();
        out = workload.out().segment();
        rows = workload.shape().elementsPerChannel();
        channels = workload.shape().channels();
        pieces = (int) Math.min(rows, threads);
        first = new double[pieces][channels];
        second = new double[pieces][channels];
        mean = new double[channels];
        invStd = new double[channels];
        scale = new float[channels];
        slope = new float[channels];
        shift = new float[channels];
    }

    @Override
    public int count() {
        return pieces;
    }

    /**
     * A step that many do is followed by one for a single piece, so that no thread reads sums that are not complete.
     */
    @Override
    public int steps(Pass pass) {
        return switch (pass) {
            case TRAIN -> 5;
            case INFER -> 2;
            case BACKWARD -> 3;
            default -> throw new IllegalArgumentException("pass: " + pass + ", must be a plain one");
        };
    }

    @Override
    public void work(Pass pass, int step, int piece) {
        switch (pass) {
            case TRAIN -> train(step, piece);
            case INFER -> infer(step, piece);
            case BACKWARD -> goBack(step, piece);
        }
    }

    private void train(int step, int piece) {
        switch (step) {
            case 0 -> sum(piece);
            case 1 -> alone(piece, () -> merge(first, mean));
            case 2 -> squares(piece);
            case 3 -> alone(piece, this::setForward);
            default -> normalize(piece);
        }
    }

    private void infer(int step, int piece) {
        if (step == 0) {
            alone(piece, this::setInference);
        } else {
            normalize(piece);
        }
    }

    private void goBack(int step, int piece) {
        switch (step) {
            case 0 -> gradientSums(piece);
            case 1 -> alone(piece, this::setBackward);
            default -> inputGradient(piece);
        }
    }

    private static void alone(int piece, Runnable work) {
        if (piece == 0) {
            work.run();
        }
    }

    private MemorySegment row(MemorySegment tensor, long row) {
        long bytes = (long) channels * Float.BYTES;
        return tensor.asSlice(row * bytes, bytes);
    }

    private long begin(int piece) {
        return rows * piece / pieces;
    }

    private void sum(int piece) {
        double[] sums = first[piece];
        Arrays.fill(sums, 0);
        for (long r = begin(piece); r < begin(piece + 1); r++) {
            MemorySegment row = row(x, r);
            for (int c = 0; c < sums.length; c++) {
                sums[c] += row.getAtIndex(JAVA_FLOAT, c);
            }
        }
    }

    /** The mean over all rows of what the pieces have added up. */
    private void merge(double[][] parts, double[] means) {
        Arrays.fill(means, 0);
        for (double[] part : parts) {
            for (int c = 0; c < means.length; c++) {
                means[c] += part[c] / rows;
            }
        }
    }

    private void squares(int piece) {
        double[] sums = second[piece];
        Arrays.fill(sums, 0);
        for (long r = begin(piece); r < begin(piece + 1); r++) {
            MemorySegment row = row(x, r);
            for (int c = 0; c < sums.length; c++) {
                double d = row.getAtIndex(JAVA_FLOAT, c) - mean[c];
                sums[c] += d * d;
            }
        }
    }

    private void setForward() {
        merge(second, invStd);
        for (int c = 0; c < channels; c++) {
            invStd[c] = 1 / Math.sqrt(invStd[c] + Workload.EPS);
            setForward(c, mean[c], invStd[c]);
        }
    }

    private void setInference() {
        for (int c = 0; c < channels; c++) {
            setForward(c, workload.mean()[c], 1 / Math.sqrt(workload.variance()[c] + Workload.EPS));
        }
    }

    private void setForward(int c, double m, double factor) {
        scale[c] = (float) (workload.gamma()[c] * factor);
        shift[c] = (float) (workload.beta()[c] - m * workload.gamma()[c] * factor);
    }

    private void normalize(int piece) {
        for (long r = begin(piece); r < begin(piece + 1); r++) {
            MemorySegment from = row(x, r);
            MemorySegment to = row(out, r);
            for (int c = 0; c < scale.length; c++) {
                to.setAtIndex(JAVA_FLOAT, c, from.getAtIndex(JAVA_FLOAT, c) * scale[c] + shift[c]);
            }
        }
    }

    private void gradientSums(int piece) {
        double[] sumDy = first[piece];
        double[] sumDyX = second[piece];
        Arrays.fill(sumDy, 0);
        Arrays.fill(sumDyX, 0);
        for (long r = begin(piece); r < begin(piece + 1); r++) {
            MemorySegment input = row(x, r);
            MemorySegment gradient = row(dy, r);
            for (int c = 0; c < sumDy.length; c++) {
                double g = gradient.getAtIndex(JAVA_FLOAT, c);
                sumDy[c] += g;
                sumDyX[c] += g * (input.getAtIndex(JAVA_FLOAT, c) - mean[c]);
            }
        }
    }

    private void setBackward() {
        double[] meanDy = new double[channels];
        double[] meanDyX = new double[channels];
        merge(first, meanDy);
        merge(second, meanDyX);
        for (int c = 0; c < channels; c++) {
            double a = workload.gamma()[c] * invStd[c];
            double p = a * invStd[c] * invStd[c] * meanDyX[c];
            scale[c] = (float) a;
            slope[c] = (float) -p;
            shift[c] = (float) (p * mean[c] - a * meanDy[c]);
        }
    }

    private void inputGradient(int piece) {
        for (long r = begin(piece); r < begin(piece + 1); r++) {
            MemorySegment input = row(x, r);
            MemorySegment gradient = row(dy, r);
            MemorySegment to = row(out, r);
            for (int c = 0; c < scale.length; c++) {
                to.setAtIndex(
                        JAVA_FLOAT,
                        c,
                        gradient.getAtIndex(JAVA_FLOAT, c) * scale[c]
                                + (input.getAtIndex(JAVA_FLOAT, c) * slope[c] + shift[c]));
            }
        }
    }
}
