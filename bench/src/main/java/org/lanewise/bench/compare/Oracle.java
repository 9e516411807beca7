package org.lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.lanewise.tensor.Layout;
import org.lanewise.testkit.Precision;

/**
 * The right answer in double, to hold an engine's output to before its time counts. Quick rather than exact: it is to find
 * engines that compute something else, not those that round too often.
 */
final class Oracle {
    /** Of 1 + |expected|. Float sums of a few hundred thousand normal numbers stay below. */
    private static final double IN_FLOAT = 1e-4;

    /** The same for sums in double: ours here are no better, and an engine that computes in float is far above. */
    private static final double IN_DOUBLE = 1e-10;

    private final Workload workload;
    private final Elements elements;
    private final double tolerance;
    private final long spatial;
    private final int channels;
    private final double n;
    private final double[] mean;
    private final double[] variance;
    private final double[] sumDy;
    private final double[] sumDyX;

    Oracle(Workload workload) {
        this.workload = workload;
        elements = Elements.of(workload.type());
        Precision precision = Precision.of(workload.type());
        // What is computed in float and stored in 16 bits is rounded once more.
        tolerance = switch (precision) {
            case FLOAT64 -> IN_DOUBLE;
            case FLOAT32 -> IN_FLOAT;
            case BFLOAT16, FLOAT16 -> IN_FLOAT + precision.roundoff();
        };
        channels = workload.shape().channels();
        spatial = workload.shape().spatial();
        n = workload.shape().elementsPerChannel();
        mean = new double[channels];
        variance = new double[channels];
        sumDy = new double[channels];
        sumDyX = new double[channels];
        // The elements are of the size of 1 with a mean near 0: sums of squares lose nothing.
        double[] squares = new double[channels];
        MemorySegment x = workload.x().segment();
        MemorySegment dy = workload.dy().segment();
        forEach((i, c) -> {
            double value = elements.get(x, i);
            double gradient = elements.get(dy, i);
            mean[c] += value;
            squares[c] += value * value;
            sumDy[c] += gradient;
            sumDyX[c] += gradient * value;
        });
        for (int c = 0; c < channels; c++) {
            mean[c] /= n;
            variance[c] = squares[c] / n - mean[c] * mean[c];
        }
    }

    /** The batch's mean of each channel. */
    double[] mean() {
        return mean;
    }

    /** The batch's biased variance of each channel. */
    double[] variance() {
        return variance;
    }

    /** What is wrong with the output of a pass: one line, or nothing. */
    Optional<String> objection(Pass pass) {
        double[] scale = new double[channels];
        double[] slope = new double[channels];
        double[] shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            coefficients(pass, c, scale, slope, shift);
        }
        MemorySegment source = (pass == Pass.BACKWARD ? workload.dy() : workload.x()).segment();
        MemorySegment x = workload.x().segment();
        MemorySegment out = workload.out().segment();
        long[] worst = {-1};
        double[] largest = {tolerance};
        forEach((i, c) -> {
            double expected = scale[c] * elements.get(source, i) + slope[c] * elements.get(x, i) + shift[c];
            double error = Math.abs(elements.get(out, i) - expected) / (1 + Math.abs(expected));
            if (!(error <= largest[0])) {
                largest[0] = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
                worst[0] = i;
            }
        });
        return worst[0] < 0 ? Optional.empty() : Optional.of("element " + worst[0] + " of " + pass.label() + " is "
                + elements.get(out, worst[0]) + ", off by " + largest[0] + " of 1 + |what it must be|");
    }

    /** out = scale·source + slope·x + shift. */
    private void coefficients(Pass pass, int c, double[] scale, double[] slope, double[] shift) {
        boolean given = pass == Pass.INFER;
        double m = given ? workload.mean()[c] : mean[c];
        double invStd = 1 / Math.sqrt((given ? workload.variance()[c] : variance[c]) + Workload.EPS);
        scale[c] = workload.gamma()[c] * invStd;
        if (pass == Pass.BACKWARD) {
            double k = (sumDyX[c] - m * sumDy[c]) / n * invStd * invStd;
            slope[c] = -scale[c] * k;
            shift[c] = scale[c] * (m * k - sumDy[c] / n);
        } else {
            shift[c] = workload.beta()[c] - scale[c] * m;
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(long i, int c);
    }

    /** All elements with their channels, in memory order. */
    private void forEach(Visitor visitor) {
        long inner = workload.layout() == Layout.CHANNELS_FIRST ? spatial : 1;
        long i = 0;
        while (i < workload.shape().elements()) {
            for (int c = 0; c < channels; c++) {
                for (long end = i + inner; i < end; i++) {
                    visitor.visit(i, c);
                }
            }
        }
    }
}
