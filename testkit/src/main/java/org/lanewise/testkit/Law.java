package org.lanewise.testkit;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Something that every engine must do. {@link Laws#all} has those that there are. Immutable.
 *
 * @param name in a few words
 * @param statement what holds, in a sentence
 * @param asked whether an engine is asked to keep it: a law about something that it may lack does not ask all
 * @param check looks for a violation in a trial; only the test kit makes checks
 */
public record Law(String name, String statement, Predicate<Subject> asked, Check check) {
    Law(String name, String statement, Check check) {
        this(name, statement, _ -> true, check);
    }

    /** The check of a law. */
    @FunctionalInterface
    interface Check {
        /** What was seen against the law; empty if it holds. */
        Optional<String> violation(Trial trial);
    }

    @Override
    public String toString() {
        return name;
    }
}
