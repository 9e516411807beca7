package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Runs calls from any number of threads at the same time, each on an engine of its own. There are as many engines as
 * there were calls at the same time. A call allocates nothing, but for the engine that was missing.
 */
public final class EnginePool {
    /** More calls than this at the same time make an engine each, which is dropped afterwards. */
    private static final int MAX_IDLE = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    /** An engine, and the carrier of its calls. */
    public record EngineAndCall(Engine engine, Call call) {}

    private final ForkJoinPool pool;
    private final AtomicReferenceArray<EngineAndCall> idle = new AtomicReferenceArray<>(MAX_IDLE);

    /** Engines that run in the pool too unless it is null. */
    public EnginePool(ForkJoinPool pool) {
        this.pool = pool;
    }

    /** An engine that nobody else uses, to be given back when the call is over, well or not. */
    public EngineAndCall take() {
        // From the first place on, so that few calls share few engines, whichever threads they come from.
        for (int i = 0; i < MAX_IDLE; i++) {
            if (idle.get(i) != null) {
                EngineAndCall entry = idle.getAndSet(i, null);
                if (entry != null) {
                    return entry;
                }
            }
        }
        return new EngineAndCall(new Engine(pool), new Call());
    }

    /** Takes an engine back. */
    public void giveBack(EngineAndCall entry) {
        for (int i = 0; i < MAX_IDLE; i++) {
            if (idle.get(i) == null && idle.compareAndSet(i, null, entry)) {
                return;
            }
        }
    }
}
