package org.lanewise.exec;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ForkJoinPool;
import jdk.jfr.FlightRecorder;
import org.lanewise.kernel.call.Operands;
import org.lanewise.kernel.sums.Partials;

/**
 * Runs calls: stage after stage of their plan, on the calling thread and with the help of a pool. Owns the memory that
 * a call needs while it runs, and keeps nothing of a call. For one thread at a time.
 */
public final class Engine {
    private final Execution execution;
    private final Partials partials = new Partials();
    private final HeapCopy x = new HeapCopy();
    private final HeapCopy dy = new HeapCopy();
    private final HeapCopy out = new HeapCopy();
    private final HeapCopy residual = new HeapCopy();
    private final HeapCopy dyActivated = new HeapCopy();

    /** An engine that runs in the pool too unless it is null. */
    public Engine(ForkJoinPool pool) {
        execution = new Execution(pool);
    }

    /** Runs a call, and clears it, whether it succeeds or not. */
    public void run(Plan plan, Call call) {
        try {
            // The first event starts the flight recorder, which takes longer than all else of a first call.
            if (FlightRecorder.isInitialized()) {
                runAsEvent(plan, call);
            } else {
                runStages(plan, call);
            }
        } finally {
            call.clear();
        }
    }

    private void runAsEvent(Plan plan, Call call) {
        OperationEvent event = new OperationEvent();
        event.begin();
        runStages(plan, call);
        event.end();
        if (event.shouldCommit()) {
            event.fill(plan, execution.threads());
            event.commit();
        }
    }

    private void runStages(Plan plan, Call call) {
        provideOperands(plan, call);
        boolean shareable = isShareable(call.operands);
        for (Plan.Stage stage : plan.stages()) {
            call.operands.grid = stage.grid();
            execution.run(stage.work(), call, stage.steps(), stage.bytes(), shareable);
        }
        deliver(plan, call);
    }

    /** Gives the kernels their operands, in native memory. */
    private void provideOperands(Plan plan, Call call) {
        Operands o = call.operands;
        if (plan.signature().isGated()) {
            o.dyActivated = dyActivated.input(call.dyActivated);
            o.dy = dy.output(call.dy);
        } else {
            o.dy = call.dy == null ? null : dy.input(call.dy);
        }
        o.x = call.x == call.dy ? o.dy : x.input(call.x);
        o.residual = call.residual == null ? null : residual.input(call.residual);
        o.out = call.out == null ? null : out.output(call.out);
        o.negativeSlope = call.negativeSlope;
        o.mask = call.mask;
        o.center = call.center;
        if (call.parameters != null) {
            call.parameters.provide(o);
        }
        partials.reserve(plan.slots(), plan.channels());
        o.partials = partials;
    }

    /** Whether threads of a pool may work too. */
    private static boolean isShareable(Operands o) {
        return isShareable(o.x)
                && isShareable(o.dy)
                && isShareable(o.dyActivated)
                && isShareable(o.residual)
                && isShareable(o.out);
    }

    private static boolean isShareable(MemorySegment segment) {
        return segment == null || Access.isShareable(segment);
    }

    /** Copies results back to heap tensors. */
    private static void deliver(Plan plan, Call call) {
        if (plan.signature().isGated()) {
            HeapCopy.deliver(call.operands.dy, call.dy);
        }
        if (call.out != null) {
            HeapCopy.deliver(call.operands.out, call.out);
        }
    }
}
