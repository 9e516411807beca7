package org.lanewise.bench.compare;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Tensor;
import org.lanewise.testkit.Channels;
import org.lanewise.testkit.Precision;

/**
 * The right answer in double, to hold an engine's output to before its time counts. Quick rather than exact: it is to
 * find engines that compute something else, not those that round too often.
 */
final class Oracle {
    /**
     * Of 1 + |expected|, and of what was rounded on the way there. Float sums of a few hundred thousand normal numbers
     * stay below.
     */
    private static final double IN_FLOAT = 1e-4;

    /** The same for sums in double: ours here are no better, and an engine that computes in float is far above. */
    private static final double IN_DOUBLE = 1e-10;

    private static final Value NOTHING = (i, c) -> 0;

    private final Workload workload;
    private final Workload result;
    private final Elements elements;
    private final double tolerance;
    private final long spatial;
    private final int channels;
    private final double n;
    private final double[] mean;
    private final double[] variance;

    /**
     * The answer for some tensors.
     *
     * @param workload what is given
     * @param result where the outputs are; the same, unless they are written over the inputs
     */
    Oracle(Workload workload, Workload result) {
        this.workload = workload;
        this.result = result;
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
        // The elements are of the size of 1 with a mean near 0: sums of squares lose nothing.
        double[] squares = new double[channels];
        MemorySegment x = workload.x().segment();
        forEach((i, c) -> {
            double value = elements.get(x, i);
            mean[c] += value;
            squares[c] += value * value;
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
        Value normalized = normalized(pass);
        return switch (pass) {
            case TRAIN, INFER, TRAIN_IN_PLACE, INFER_IN_PLACE -> objection(pass, result.out(), normalized, NOTHING);
            case BACKWARD, BACKWARD_IN_PLACE -> objection(pass, result.out(), dx(workload.dy()), NOTHING);
            case TRAIN_ADD_RELU, INFER_ADD_RELU -> {
                MemorySegment residual = workload.residual().segment();
                Value activated = (i, c) -> Math.max(0, normalized.at(i, c) + elements.get(residual, i));
                yield objection(pass, result.out(), activated, normalized);
            }
            // dx must follow from what was found of the residual's gradient, whichever way that was decided near 0.
            case BACKWARD_ADD_RELU ->
                objection(pass, result.dresidual(), dresidual(normalized), NOTHING)
                        .or(() -> objection(pass, result.out(), dx(result.dresidual()), NOTHING));
        };
    }

    /**
     * Compares a tensor with what it must be.
     *
     * @param step what engines that take several steps have rounded before: errors may be as large as its own too
     */
    private Optional<String> objection(Pass pass, Tensor tensor, Value expected, Value step) {
        MemorySegment actual = tensor.segment();
        long[] worst = {-1};
        double[] largest = {tolerance};
        forEach((i, c) -> {
            double right = expected.at(i, c);
            double error = Math.abs(elements.get(actual, i) - right) / (1 + Math.abs(right) + Math.abs(step.at(i, c)));
            if (!(error <= largest[0])) {
                largest[0] = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
                worst[0] = i;
            }
        });
        if (worst[0] < 0) {
            return Optional.empty();
        }
        double right = expected.at(worst[0], Channels.of(workload.shape(), workload.layout(), worst[0]));
        return Optional.of("element " + worst[0] + (tensor == result.out() ? "" : " of the residual's gradient")
                + " of " + pass.label() + " is " + elements.get(actual, worst[0]) + ", must be " + right);
    }

    /** y before anything is added: of the population's statistics in inference, else of the batch's. */
    private Value normalized(Pass pass) {
        boolean given = pass.plain() == Pass.INFER;
        double[] scale = new double[channels];
        double[] shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = scale(c, given ? workload.variance()[c] : variance[c]);
            shift[c] = workload.beta()[c] - scale[c] * (given ? workload.mean()[c] : mean[c]);
        }
        MemorySegment x = workload.x().segment();
        return (i, c) -> scale[c] * elements.get(x, i) + shift[c];
    }

    private double scale(int c, double ofVariance) {
        return workload.gamma()[c] / Math.sqrt(ofVariance + Workload.EPS);
    }

    /** dy where the sum is above 0, else 0. Where it is so near 0 that rounding decides, either, as it is found. */
    private Value dresidual(Value normalized) {
        MemorySegment dy = workload.dy().segment();
        MemorySegment residual = workload.residual().segment();
        MemorySegment found = result.dresidual().segment();
        return (i, c) -> {
            double step = normalized.at(i, c);
            double sum = step + elements.get(residual, i);
            double gradient = elements.get(dy, i);
            boolean clear = Math.abs(sum) > tolerance * (1 + Math.abs(step));
            boolean passes = clear ? sum > 0 : elements.get(found, i) == gradient;
            return passes ? gradient : 0;
        };
    }

    /** dx of the gradient of what is normalized. */
    private Value dx(Tensor gradient) {
        MemorySegment x = workload.x().segment();
        MemorySegment dy = gradient.segment();
        double[] sums = new double[channels];
        double[] products = new double[channels];
        forEach((i, c) -> {
            double value = elements.get(dy, i);
            sums[c] += value;
            products[c] += value * elements.get(x, i);
        });
        double[] scale = new double[channels];
        double[] slope = new double[channels];
        double[] shift = new double[channels];
        for (int c = 0; c < channels; c++) {
            double k = (products[c] - mean[c] * sums[c]) / n / (variance[c] + Workload.EPS);
            scale[c] = scale(c, variance[c]);
            slope[c] = -scale[c] * k;
            shift[c] = scale[c] * (mean[c] * k - sums[c] / n);
        }
        return (i, c) -> scale[c] * elements.get(dy, i) + slope[c] * elements.get(x, i) + shift[c];
    }

    @FunctionalInterface
    private interface Value {
        double at(long i, int c);
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
