package org.lanewise.app.cli;

import java.util.Optional;
import java.util.concurrent.ForkJoinPool;

/**
 * The threads that work beside the calling one. To be closed.
 *
 * @param pool none where the calling thread works alone
 */
record Workers(Optional<ForkJoinPool> pool) implements AutoCloseable {
    @Override
    public void close() {
        pool.ifPresent(ForkJoinPool::close);
    }
}
