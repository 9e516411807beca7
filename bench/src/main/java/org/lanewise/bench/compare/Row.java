package org.lanewise.bench.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lanewise.tools.time.Median;

/** What was measured of one case: per engine the microseconds of an operation, a number per round. */
public final class Row {
    private final Case work;
    private final int threads;
    private final Map<String, double[]> micros = new LinkedHashMap<>();
    private final Map<String, String> details = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** Nothing measured yet. */
    public Row(Case work, int threads) {
        this.work = work;
        this.threads = threads;
    }

    /** The case. */
    public Case work() {
        return work;
    }

    /** The threads at work. */
    public int threads() {
        return threads;
    }

    /** Adds an engine's times. */
    public void time(String engine, double... rounds) {
        micros.put(engine, rounds);
    }

    /** Adds what an engine says of itself. */
    void describe(String engine, String detail) {
        details.put(engine, detail);
    }

    /** Says that an engine's output is wrong. */
    public void fail(String engine, String why) {
        failures.put(engine, why);
    }

    /** Engine to times. */
    Map<String, double[]> times() {
        return micros;
    }

    /** What an engine says of itself; may be empty. */
    String detail(String engine) {
        return details.getOrDefault(engine, "");
    }

    /** Engine to what is wrong with its output. */
    public Map<String, String> failures() {
        return failures;
    }

    /** The median of an engine's times, in microseconds, if it took part. */
    public Optional<Double> micros(String engine) {
        return Optional.ofNullable(micros.get(engine)).map(Median::of);
    }

    /** An engine's time divided by ours: the median of the rounds' quotients, if both took part. */
    public Optional<Double> ratio(String engine) {
        double[] theirs = micros.get(engine);
        double[] ours = micros.get(Engines.OURS);
        if (theirs == null || ours == null) {
            return Optional.empty();
        }
        return Optional.of(Median.of(IntStream.range(0, ours.length)
                .mapToDouble(round -> theirs[round] / ours[round])
                .toArray()));
    }

    /** The bytes that an engine reads and writes per second, in units of 10^9, see {@link Pass#walks}. */
    public Optional<Double> gigabytesPerSecond(String engine) {
        return micros(engine).map(time -> work.bytes() / time / 1e3);
    }
}
