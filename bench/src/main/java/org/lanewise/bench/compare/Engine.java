package org.lanewise.bench.compare;

import java.util.Optional;
import org.lanewise.tensor.ElementType;

/** An engine that takes part in the comparison. */
public interface Engine {
    /** As options and tables call it. */
    String name();

    /** Its version; may load it. */
    String version();

    /** One line that says why it can't be had here for tensors of a type; nothing if it can. */
    default Optional<String> unavailable(ElementType type) {
        return Optional.empty();
    }

    /** Whether it has this operation for such tensors: batch normalization alone, unless it says more. */
    default boolean supports(Case work) {
        return !work.pass().isFused();
    }

    /** Whether it becomes faster while it runs, because the JVM compiles it. */
    default boolean isCompiledAsItRuns() {
        return false;
    }

    /** Prepares an operation on the workload's memory, for a number of threads, the calling one among them. */
    Run prepare(Workload workload, Pass pass, int threads);
}
