package org.lanewise.bench.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.lanewise.bench.compare.Case;
import org.lanewise.bench.compare.Row;
import org.lanewise.tensor.ElementType;

/**
 * What has a table and a picture of its own.
 *
 * @param type of the elements
 * @param threads of each engine
 */
record Part(ElementType type, int threads) {
    /** Those that some rows belong to, float32 first. */
    static List<Part> of(Stream<Row> rows) {
        return rows.map(Part::of)
                .distinct()
                .sorted(Comparator.comparing(Part::type).thenComparing(Part::threads))
                .toList();
    }

    private static Part of(Row row) {
        return new Part(row.work().type(), row.threads());
    }

    boolean has(Row row) {
        return equals(of(row));
    }

    /** In headings: the type is named where it is not the usual one. */
    String label() {
        return "threads: " + threads + (isUsual() ? "" : ", type: " + Case.label(type));
    }

    /** The name of its picture. */
    String picture() {
        return "limit-" + (isUsual() ? "" : Case.label(type) + "-") + threads + ".png";
    }

    private boolean isUsual() {
        return type == ElementType.FLOAT32;
    }
}
