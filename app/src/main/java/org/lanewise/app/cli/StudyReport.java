package org.lanewise.app.cli;

import java.util.Map;

/**
 * What is said about a study before and after it.
 *
 * @param <R> what came of it
 */
interface StudyReport<R> {
    /** Says what is about to be done. */
    void printHead();

    /** Says what came of it. */
    void print(R results, double seconds);

    /** The results as a document, to which the file that they were drawn into is to be added. */
    Map<String, Object> toJson(R results, double seconds);
}
