package org.lanewise.bench.compare;

/** An operation that is ready to be repeated: all memory is there, all that can be prepared is. For one thread. */
public interface Run extends Runnable, AutoCloseable {
    /** The operation, from the workload's memory into its output, and nothing else. */
    @Override
    void run();

    /** Where an engine has its result elsewhere, brings it into the workload's output. Not timed. */
    default void fetch() {}

    /** How the engine does it, in its own words; empty where there is nothing to say. */
    default String detail() {
        return "";
    }

    /** Frees what was prepared. */
    @Override
    default void close() {}
}
