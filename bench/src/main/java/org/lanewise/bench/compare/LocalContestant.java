package org.lanewise.bench.compare;

import java.util.Optional;
import org.lanewise.tools.time.Effort;
import org.lanewise.tools.time.Stopwatch;

/** An engine of this JVM. */
final class LocalContestant implements Contestant {
    private final Engine engine;
    private final Effort effort;
    private Workload workload;
    private Run run;
    private Stopwatch watch;

    LocalContestant(Engine engine, Effort effort) {
        this.engine = engine;
        this.effort = effort;
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public Answer prepare(Case work, int threads) {
        if (!engine.supports(work)) {
            return Answer.unsupported();
        }
        // Neighbours of one shape and layout share their memory.
        if (workload == null || !workload.isFor(work)) {
            close();
            workload = Workload.of(work);
        }
        run = engine.prepare(workload, work.pass(), threads);
        workload.spoil();
        run.run();
        run.fetch();
        Optional<String> objection = workload.oracle().objection(work.pass());
        if (objection.isPresent()) {
            release();
            return Answer.wrong(objection.get());
        }
        watch = Stopwatch.warmedUp(run, engine.isCompiledAsItRuns() ? effort : effort.withoutCompiler());
        return Answer.ready(run.detail());
    }

    @Override
    public double turn() {
        return watch.turn();
    }

    @Override
    public void release() {
        if (run != null) {
            run.close();
            run = null;
        }
    }

    @Override
    public void close() {
        release();
        if (workload != null) {
            workload.close();
            workload = null;
        }
    }
}
