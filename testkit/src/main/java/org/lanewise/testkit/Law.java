package org.lanewise.testkit;

import java.util.Optional;

/**
 * Something that every engine must do.
 *
 * @param name in a few words
 * @param statement what holds
 * @param check looks for a violation in a trial
 */
public record Law(String name, String statement, Check check) {
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
