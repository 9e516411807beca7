package org.lanewise.bench.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lanewise.tools.time.Effort;
import org.lanewise.tools.time.Rivals;

/** Times engines on one case after the other, on the same memory. */
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
        Rivals rivals = new Rivals(effort, threads);
        runs.values().forEach(rivals::add);
        double[][] micros = rivals.time();
        int engine = 0;
        for (String name : runs.keySet()) {
            row.time(name, micros[engine++]);
        }
    }
}
