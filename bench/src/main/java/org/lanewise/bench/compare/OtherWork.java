package org.lanewise.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What else the processors have done since this was made, as far as Linux tells. */
final class OtherWork {
    /** The kernel counts in hundredths of a second, on all platforms that Java runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;
    private static final int COUNTS = 8;

    private final long[] before = ticks();

    /** A line: how much of the processors' time went to other processes and, on a virtual machine, to its host. */
    String describe(List<RemoteContestant> contestants) {
        long[] now = ticks();
        if (before.length < COUNTS || now.length < COUNTS) {
            return "not known";
        }
        double all = 0;
        double busy = 0;
        for (int i = 0; i < COUNTS; i++) {
            double ticks = now[i] - before[i];
            all += ticks;
            busy += i == IDLE || i == WAITING || i == STOLEN ? 0 : ticks;
        }
        double ours = contestants.stream()
                .map(RemoteContestant::processorTime)
                .reduce(processorTime(), Duration::plus)
                .toNanos();
        double other = Math.max(0, busy - ours / NANOS_PER_TICK);
        return String.format(
                Locale.ROOT,
                "%.1f %% of the processors' time, and %.1f %% taken by the host",
                100 * other / all,
                100.0 * (now[STOLEN] - before[STOLEN]) / all);
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Of all processors: user, nice, system, idle, waiting, interrupts, soft ones, stolen. Empty if not known. */
    private static long[] ticks() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.filter(line -> line.startsWith("cpu "))
                    .flatMapToLong(line -> Arrays.stream(line.strip().split(" +"))
                            .skip(1)
                            .limit(COUNTS)
                            .mapToLong(Long::parseLong))
                    .toArray();
        } catch (IOException e) {
            return new long[0];
        }
    }
}
