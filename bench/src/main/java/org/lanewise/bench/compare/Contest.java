package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Times engines on one case after the other: on the same memory, in rounds in which each has its turn, so that what the machine
 * does beside falls on all alike. Each round begins with another engine.
 */
final class Contest {
    private final List<Engine> engines;
    private final int threads;
    private final Effort effort;

    Contest(List<Engine> engines, int threads, Effort effort) {
        this.engines = engines;
        this.threads = threads;
        this.effort = effort;
    }

    /** One case. An engine whose output is wrong is not timed. */
    Row play(Workload workload, Pass pass) {
        Case work = workload.work(pass);
        Map<String, Run> runs = new LinkedHashMap<>();
        try {
            Row row = new Row(work, threads);
            for (Engine engine : engines) {
                if (engine.supports(work)) {
                    Run run = engine.prepare(workload, pass, threads);
                    runs.put(engine.name(), run);
                    check(workload, pass, run).ifPresent(why -> row.fail(engine.name(), why));
                    row.describe(engine.name(), run.detail());
                }
            }
            runs.entrySet().removeIf(entry -> {
                boolean failed = row.failures().containsKey(entry.getKey());
                if (failed) {
                    entry.getValue().close();
                }
                return failed;
            });
            time(runs, row);
            return row;
        } finally {
            runs.values().forEach(Run::close);
        }
    }

    private static Optional<String> check(Workload workload, Pass pass, Run run) {
        workload.spoil();
        run.run();
        run.fetch();
        return workload.oracle().objection(pass);
    }

    private void time(Map<String, Run> runs, Row row) {
        List<String> names = new ArrayList<>(runs.keySet());
        List<Stopwatch> watches = new ArrayList<>();
        for (Run run : runs.values()) {
            watches.add(Stopwatch.warmedUp(run, effort));
            settle();
        }
        double[][] micros = new double[names.size()][effort.rounds()];
        for (int round = 0; round < effort.rounds(); round++) {
            for (int turn = 0; turn < names.size(); turn++) {
                int engine = (round + turn) % names.size();
                micros[engine][round] = watches.get(engine).turn();
                settle();
            }
        }
        for (int engine = 0; engine < names.size(); engine++) {
            row.time(names.get(engine), micros[engine]);
        }
    }

    /** Lets the threads of the engine that was just run go to sleep; with one thread there are none. */
    private void settle() {
        if (threads > 1) {
            long end = System.nanoTime() + effort.pauseNanos();
            for (long left = effort.pauseNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
