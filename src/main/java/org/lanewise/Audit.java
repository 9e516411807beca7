package org.lanewise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A check of a trained layer's statistics and parameters, for use when a model is loaded. It finds numbers that will
 * spoil or silence channels in inference. Immutable.
 *
 * <pre>{@code
 * Audit audit = Audit.of(runningMean, runningVariance, weight, bias, 1e-5);
 * if (!audit.isClean()) {
 *     System.err.println(audit); // a line per finding: the channels, the finding and what to do
 * }
 * }</pre>
 *
 * @param channels the number of channels of the layer
 * @param findings one per kind that was found, in the order of {@link Kind}
 */
public record Audit(int channels, List<Finding> findings) {
    /** Within so many standard deviations lie all but two in a billion elements of normally distributed data. */
    private static final double SIGMAS = 6;

    /** The largest finite float16. */
    private static final double MAX_FLOAT16 = 65504;

    /** A number below this share of a float changes nothing when it is added to the float: rounding drops it. */
    private static final double ABSORBED = 0x1p-25;

    /** How many channels a finding's text names. It counts the rest. */
    private static final int NAMED = 8;

    /** The kinds of findings. */
    public enum Kind {
        /** The mean, the variance, gamma or beta is NaN or infinite. */
        NOT_FINITE(
                "mean, variance, gamma or beta is NaN or infinite",
                "the training diverged or the file is damaged; take an earlier checkpoint"),
        /** The variance is below 0. */
        NEGATIVE_VARIANCE(
                "the variance is negative",
                "statistics were merged or converted in too few digits; compute them again from data"),
        /** All means are 0 and all variances 1, as in a layer that was never trained. */
        NEVER_UPDATED(
                "the running mean is 0 and the running variance 1 in all channels",
                "the statistics were not saved, or the layer was frozen from the beginning; recompute them from data"),
        /** The variance is 0: the channel was constant in training. */
        CONSTANT(
                "the variance is 0",
                "the channel carried nothing in training; what comes in service is magnified by 1/sqrt(eps)"),
        /** The variance is above 0 and below the smallest normal float. */
        SUBNORMAL_VARIANCE(
                "the variance is subnormal as a float",
                "the channel was all but constant; a float has lost digits of it, and eps decides"),
        /** The variance is normal and below eps. */
        EPS_DOMINATES(
                "the variance is below eps",
                "y has less than 0.71 of the deviation that gamma says; "
                        + "an eps from another system gives other answers"),
        /**
         * gamma is 0, or so small beside beta that y as a float is beta for x within {@value Audit#SIGMAS} standard
         * deviations.
         */
        DEAD_GAMMA(
                "gamma is too small beside beta to change a y of floats",
                "the channel is the constant beta; it can be pruned"),
        /**
         * x or y within {@value Audit#SIGMAS} standard deviations, or the layer's scale or shift, are above float16's
         * range.
         */
        FLOAT16_OVERFLOW(
                "x, y, gamma/sqrt(variance + eps) or beta - mean·that may be above 65504",
                "float16 can't carry the channel; keep the layer in bfloat16 or float32");

        private final String what;
        private final String advice;

        Kind(String what, String advice) {
            this.what = what;
            this.advice = advice;
        }

        /** What to do about a finding of this kind, in a short English text. */
        public String advice() {
            return advice;
        }
    }

    /**
     * The channels in which one kind was found. Immutable.
     *
     * @param kind what was found
     * @param channels the indices of the channels, ascending
     */
    public record Finding(Kind kind, List<Integer> channels) {
        /** A finding with a copy of the list of channels. */
        public Finding {
            Objects.requireNonNull(kind, "kind");
            channels = List.copyOf(channels);
        }

        @Override
        public String toString() {
            String named = channels.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            String more = channels.size() > NAMED ? " and " + (channels.size() - NAMED) + " more" : "";
            return kind + ", channel " + named + more + ": " + kind.what + "; " + kind.advice;
        }
    }

    /** An audit with a copy of the list of findings. */
    public Audit {
        findings = List.copyOf(findings);
    }

    /**
     * Checks arrays of a model. They may hold any values, NaN too.
     *
     * @param mean one per channel; says how many channels there are
     * @param variance one per channel, biased or unbiased
     * @param gamma one per channel; null for 1
     * @param beta one per channel; null for 0
     * @param eps the number that the layer adds to the variance
     * @throws IllegalArgumentException if variance, gamma or beta has not as many values as mean
     */
    public static Audit of(double[] mean, double[] variance, float[] gamma, float[] beta, double eps) {
        return ofDoubles(mean, variance, OperandChecks.toDoubles(gamma), OperandChecks.toDoubles(beta), eps);
    }

    /**
     * As {@link #of(double[], double[], float[], float[], double)}, with gamma and beta in double.
     *
     * @throws IllegalArgumentException if variance, gamma or beta has not as many values as mean
     */
    public static Audit ofDoubles(double[] mean, double[] variance, double[] gamma, double[] beta, double eps) {
        Objects.requireNonNull(mean, "mean");
        Objects.requireNonNull(variance, "variance");
        int channels = mean.length;
        OperandChecks.requireOnePerChannel("variance", variance.length, channels);
        return new Numbers(
                        mean,
                        variance,
                        OperandChecks.onePerChannel("gamma", gamma, 1, channels),
                        OperandChecks.onePerChannel("beta", beta, 0, channels),
                        eps)
                .audit();
    }

    /** Checks a frozen layer. */
    public static Audit of(FrozenBatchNorm frozen) {
        return frozen.audit();
    }

    /** Whether nothing was found. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /** A line per finding, or one line that says that nothing was found. */
    @Override
    public String toString() {
        return isClean()
                ? "nothing found in " + channels + " channels"
                : findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator()));
    }

    private record Numbers(double[] mean, double[] variance, double[] gamma, double[] beta, double eps) {
        Audit audit() {
            List<Finding> findings = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                List<Integer> found =
                        IntStream.range(0, mean.length).filter(in(kind)).boxed().toList();
                if (!found.isEmpty()) {
                    findings.add(new Finding(kind, found));
                }
            }
            return new Audit(mean.length, findings);
        }

        private IntPredicate in(Kind kind) {
            return switch (kind) {
                case NOT_FINITE -> c -> !isFinite(c);
                case NEGATIVE_VARIANCE -> c -> variance[c] < 0;
                case NEVER_UPDATED -> {
                    boolean never = Arrays.stream(mean).allMatch(m -> m == 0)
                            && Arrays.stream(variance).allMatch(v -> v == 1);
                    yield _ -> never;
                }
                case CONSTANT -> c -> variance[c] == 0;
                case SUBNORMAL_VARIANCE -> c -> variance[c] > 0 && variance[c] < Float.MIN_NORMAL;
                case EPS_DOMINATES -> c -> variance[c] >= Float.MIN_NORMAL && variance[c] < eps;
                case DEAD_GAMMA -> c -> isFinite(c) && SIGMAS * Math.abs(gamma[c]) <= ABSORBED * Math.abs(beta[c]);
                case FLOAT16_OVERFLOW -> c -> isFinite(c) && variance[c] >= 0 && !(largest(c) <= MAX_FLOAT16);
            };
        }

        private boolean isFinite(int c) {
            return Double.isFinite(mean[c])
                    && Double.isFinite(variance[c])
                    && Double.isFinite(gamma[c])
                    && Double.isFinite(beta[c]);
        }

        /**
         * The largest size of x and y within {@link #SIGMAS} standard deviations, and of the layer's scale and shift.
         */
        private double largest(int c) {
            double a = gamma[c] / Math.sqrt(variance[c] + eps);
            double x = Math.abs(mean[c]) + SIGMAS * Math.sqrt(variance[c]);
            double y = Math.abs(beta[c]) + SIGMAS * Math.abs(a) * Math.sqrt(variance[c]);
            return Math.max(Math.max(x, y), Math.max(Math.abs(a), Math.abs(beta[c] - a * mean[c])));
        }
    }
}
