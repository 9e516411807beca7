package org.lanewise.bench.compare;

import java.util.Optional;

/** An engine in a contest: prepares one case after the other, and takes its turns. For one thread. */
public interface Contestant extends AutoCloseable {
    /**
     * What came of preparing a case.
     *
     * @param taken whether the engine takes part
     * @param text how it does the case; if it does not take part, what is wrong with its output, or nothing if it has
     *     no such operation
     */
    record Answer(boolean taken, String text) {
        /** The engine takes part, and says how. */
        static Answer ready(String detail) {
            return new Answer(true, detail);
        }

        /** The engine has no such operation. */
        static Answer unsupported() {
            return new Answer(false, "");
        }

        /** The engine's output is wrong. */
        static Answer wrong(String why) {
            return new Answer(false, why);
        }

        /** Why the engine is not timed, if it is to blame. */
        Optional<String> failure() {
            return taken || text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
    }

    /** The engine's name. */
    String name();

    /** Prepares a case for so many threads, checks the output, and repeats the operation until it is steady. */
    Answer prepare(Case work, int threads);

    /** One turn in a case that was prepared: microseconds of an operation, the median of the turn. */
    double turn();

    /** Frees what was prepared. */
    void release();

    @Override
    void close();
}
