package org.lanewise.bench.compare;

import java.util.List;
import java.util.Map;

/**
 * All that a comparison has found out.
 *
 * @param environment name to value, of the machine and the JVM
 * @param rounds in each of which every engine has its turn
 * @param engines name to version
 * @param absent name to why an engine could not take part
 * @param rows one per case and number of threads
 */
public record Comparison(
        Map<String, Object> environment,
        int rounds,
        Map<String, String> engines,
        Map<String, String> absent,
        List<Row> rows) {}
