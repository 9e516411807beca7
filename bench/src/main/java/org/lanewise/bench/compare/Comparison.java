package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a comparison has found out.
 *
 * @param series what it is about: {@link #STANDARD}, or a series of the report's
 * @param environment name to value, of the machine and the JVM
 * @param rounds in each of which every engine has its turn
 * @param engines name to version
 * @param absent name to why an engine could not take part
 * @param rows one per case and number of threads
 */
public record Comparison(
        String series,
        Map<String, Object> environment,
        int rounds,
        Map<String, String> engines,
        Map<String, String> absent,
        List<Row> rows) {
    /** Engines over shapes. */
    public static final String STANDARD = "compare";

    /** The same with more rows, of the same engines, measured before. Its environment tells of that time too. */
    public Comparison after(List<Row> before) {
        List<Row> all = new ArrayList<>(before);
        all.addAll(rows);
        return new Comparison(series, environment, rounds, engines, absent, all);
    }
}
