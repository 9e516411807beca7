package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Engines for calls from any number of threads at the same time: each call takes one for itself, and gives it back. A
 * call allocates nothing if an engine is idle.
 */
public final class EnginePool {
    /** The most engines that are kept. Those of more calls at the same time are dropped when they are given back. */
    private static final int MAX_IDLE = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    /** An engine, and the call object that it runs. */
    public record EngineAndCall(Engine engine, Call call) {}

    private final ForkJoinPool pool;
    private final AtomicReferenceArray<EngineAndCall> idle = new AtomicReferenceArray<>(MAX_IDLE);

    /** Engines that run in the pool too unless it is null. */
    public EnginePool(ForkJoinPool pool) {
        this.pool = pool;
    }

    /** An engine that nobody else uses, to be given back when the call is over, even if it failed. */
    public EngineAndCall take() {
        // The search begins at the first place, so that few calls at a time use few engines, whatever their threads.
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

    /** Takes an engine back, or drops it if enough are idle. */
    public void giveBack(EngineAndCall entry) {
        for (int i = 0; i < MAX_IDLE; i++) {
            if (idle.get(i) == null && idle.compareAndSet(i, null, entry)) {
                return;
            }
        }
    }
}
