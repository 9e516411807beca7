package org.lanewise.bench.compare;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** {@link JavaEngine}, channels first: a piece is a channel. */
final class JavaPlanes implements Pieces {
    private final MemorySegment x;
    private final MemorySegment dy;
    private final MemorySegment out;
    private final Workload workload;
    private final long samples;
    private final int channels;
    private final int spatial;
    private final double[] mean;
    private final double[] invStd;

    JavaPlanes(Workload workload) {
        this.workload = workload;
        x = workload.x().segment();
        dy = workload.dy().segment();
        out = workload.out().segment();
        samples = workload.shape().samples();
        channels = workload.shape().channels();
        spatial = Math.toIntExact(workload.shape().spatial());
        mean = new double[channels];
        invStd = new double[channels];
    }

    @Override
    public int count() {
        return channels;
    }

    @Override
    public int steps(Pass pass) {
        return 1;
    }

    @Override
    public void work(Pass pass, int step, int c) {
        switch (pass) {
            case TRAIN -> {
                setMeanAndInvStd(c);
                normalize(c, mean[c], invStd[c]);
            }
            case INFER -> normalize(c, workload.mean()[c], 1 / Math.sqrt(workload.variance()[c] + Workload.EPS));
            case BACKWARD -> goBack(c);
        }
    }

    private MemorySegment plane(MemorySegment tensor, long n, int c) {
        long bytes = (long) spatial * Float.BYTES;
        return tensor.asSlice((n * channels + c) * bytes, bytes);
    }

    private void setMeanAndInvStd(int c) {
        double sum = 0;
        for (long n = 0; n < samples; n++) {
            MemorySegment plane = plane(x, n, c);
            for (int i = 0; i < spatial; i++) {
                sum += plane.getAtIndex(JAVA_FLOAT, i);
            }
        }
        double m = sum / (samples * spatial);
        double squares = 0;
        for (long n = 0; n < samples; n++) {
            MemorySegment plane = plane(x, n, c);
            for (int i = 0; i < spatial; i++) {
                double d = plane.getAtIndex(JAVA_FLOAT, i) - m;
                squares += d * d;
            }
        }
        mean[c] = m;
        invStd[c] = 1 / Math.sqrt(squares / (samples * spatial) + Workload.EPS);
    }

    private void normalize(int c, double m, double factor) {
        float a = (float) (workload.gamma()[c] * factor);
        float b = (float) (workload.beta()[c] - m * workload.gamma()[c] * factor);
        for (long n = 0; n < samples; n++) {
            MemorySegment from = plane(x, n, c);
            MemorySegment to = plane(out, n, c);
            for (int i = 0; i < spatial; i++) {
                to.setAtIndex(JAVA_FLOAT, i, from.getAtIndex(JAVA_FLOAT, i) * a + b);
            }
        }
    }

    private void goBack(int c) {
        double m = mean[c];
        double sumDy = 0;
        double sumDyX = 0;
        for (long n = 0; n < samples; n++) {
            MemorySegment input = plane(x, n, c);
            MemorySegment gradient = plane(dy, n, c);
            for (int i = 0; i < spatial; i++) {
                double g = gradient.getAtIndex(JAVA_FLOAT, i);
                sumDy += g;
                sumDyX += g * (input.getAtIndex(JAVA_FLOAT, i) - m);
            }
        }
        double count = (double) samples * spatial;
        double scale = workload.gamma()[c] * invStd[c];
        double slope = scale * invStd[c] * invStd[c] * sumDyX / count;
        float a = (float) scale;
        float p = (float) -slope;
        float q = (float) (slope * m - scale * sumDy / count);
        for (long n = 0; n < samples; n++) {
            MemorySegment input = plane(x, n, c);
            MemorySegment gradient = plane(dy, n, c);
            MemorySegment to = plane(out, n, c);
            for (int i = 0; i < spatial; i++) {
                to.setAtIndex(
                        JAVA_FLOAT,
                        i,
                        gradient.getAtIndex(JAVA_FLOAT, i) * a + (input.getAtIndex(JAVA_FLOAT, i) * p + q));
            }
        }
    }
}
