package org.lanewise.bench.start;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How a JVM started.
 *
 * @param layer milliseconds to make the first layer
 * @param first milliseconds of the first call
 * @param slowest milliseconds of the slowest call after it
 * @param steady microseconds of a call in the end: the median of the last quarter of calls
 * @param settled milliseconds after the first call until {@link #RUN} calls in a row take at most steady / 0.9
 */
record Start(double layer, double first, double slowest, double steady, double settled) {
    /** How many calls in a row must be fast for the JVM to be so: one may be fast by chance. */
    static final int RUN = 10;

    private static final double SHARE = 0.9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    /** By nanoseconds: of the layer, and of all calls from the first one on. There must be 4 calls at least. */
    static Start of(long layer, long[] calls) {
        long[] end = Arrays.copyOfRange(calls, calls.length - calls.length / 4, calls.length);
        Arrays.sort(end);
        double steady = end[end.length / 2];
        long settled = 0;
        long sum = 0;
        for (int i = 1, fast = 0; i < calls.length && fast < RUN; i++) {
            sum += calls[i];
            if (calls[i] <= steady / SHARE) {
                fast++;
            } else {
                fast = 0;
                settled = sum;
            }
        }
        long slowest = Arrays.stream(calls).skip(1).max().orElseThrow();
        return new Start(
                layer / NANOS_PER_MILLI,
                calls[0] / NANOS_PER_MILLI,
                slowest / NANOS_PER_MILLI,
                steady / NANOS_PER_MICRO,
                settled / NANOS_PER_MILLI);
    }

    /** The median of each figure. */
    static Start median(List<Start> starts) {
        return new Start(
                median(starts, Start::layer),
                median(starts, Start::first),
                median(starts, Start::slowest),
                median(starts, Start::steady),
                median(starts, Start::settled));
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        double[] sorted = starts.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** As a line that {@link #parse} takes. */
    String line() {
        return String.format(Locale.ROOT, "start %.3f %.3f %.3f %.3f %.3f", layer, first, slowest, steady, settled);
    }

    /**
     * What a line says.
     *
     * @throws IllegalArgumentException if it is no such line
     */
    static Start parse(String line) {
        String[] words = line.strip().split(" ");
        if (words.length != 6 || !words[0].equals("start")) {
            throw new IllegalArgumentException("line: " + line + ", must be start and five numbers");
        }
        double[] numbers =
                Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
        return new Start(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}
