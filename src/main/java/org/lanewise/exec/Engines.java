package org.lanewise.exec;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Engines for calls from any number of threads at the same time: each call takes one, and gives it back. There are as many as there
 * were calls at the same time. Taking and giving back allocate nothing, but for the engine that was missing.
 */
public final class Engines {
    /** More calls than this at the same time make an engine each, which is dropped afterwards. */
    private static final int MAX_IDLE = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

    private final ForkJoinPool pool;
    private final AtomicReferenceArray<Engine> idle = new AtomicReferenceArray<>(MAX_IDLE);

    /** Engines that run in the pool too unless it is null. */
    public Engines(ForkJoinPool pool) {
        this.pool = pool;
    }

    /** An engine that nobody else uses. */
    public Engine take() {
        // From the first place on, so that few calls share few engines, whichever threads they come from.
        for (int i = 0; i < MAX_IDLE; i++) {
            if (idle.get(i) != null) {
                Engine engine = idle.getAndSet(i, null);
                if (engine != null) {
                    return engine;
                }
            }
        }
        return new Engine(pool);
    }

    /** The call is over, well or not. */
    public void giveBack(Engine engine) {
        for (int i = 0; i < MAX_IDLE; i++) {
            if (idle.get(i) == null && idle.compareAndSet(i, null, engine)) {
                return;
            }
        }
    }
}
