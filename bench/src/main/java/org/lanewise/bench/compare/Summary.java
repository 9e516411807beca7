package org.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much longer another engine takes than ours, over all cases of a pass and layout.
 *
 * @param pass the operation
 * @param layout as {@link Case#layoutLabel} has it, or "all"
 * @param against an engine, or the best of several in each case
 * @param cases how many the engine took part in
 * @param mean the geometric mean of its time divided by ours
 * @param worst the smallest quotient
 * @param worstShape where that is, with its layout
 */
public record Summary(
        Pass pass, String layout, String against, int cases, double mean, double worst, String worstShape) {
    static final String ALL = "all";
    static final String BEST = "best peer";
    static final String BEST_OR_BLOCKED = "best, blocked too";

    /** All lines: per pass, layout and opponent that has at least one case. */
    public static List<Summary> of(List<Row> rows) {
        List<Summary> lines = new ArrayList<>();
        for (Pass pass : Pass.values()) {
            List<Row> ofPass =
                    rows.stream().filter(row -> row.work().pass() == pass).toList();
            List<String> layouts = ofPass.stream()
                    .map(row -> row.work().layoutLabel())
                    .distinct()
                    .toList();
            for (String layout : layouts.size() == 1
                    ? layouts
                    : Stream.concat(Stream.of(ALL), layouts.stream()).toList()) {
                List<Row> chosen = ofPass.stream()
                        .filter(row ->
                                layout.equals(ALL) || layout.equals(row.work().layoutLabel()))
                        .toList();
                opponents()
                        .forEach((name, engines) ->
                                line(pass, layout, name, engines, chosen).ifPresent(lines::add));
            }
        }
        return lines;
    }

    /** What we are compared with: a name, and the engines of which the best counts. */
    private static Map<String, List<String>> opponents() {
        Map<String, List<String>> opponents = new LinkedHashMap<>();
        opponents.put(BEST, Engines.PEERS);
        opponents.put(
                BEST_OR_BLOCKED,
                Stream.concat(Engines.PEERS.stream(), Stream.of(Engines.BLOCKED))
                        .toList());
        Engines.NAMES.stream()
                .filter(name -> !name.equals(Engines.OURS))
                .forEach(name -> opponents.put(name, List.of(name)));
        return opponents;
    }

    private static Optional<Summary> line(Pass pass, String layout, String name, List<String> engines, List<Row> rows) {
        double logs = 0;
        int cases = 0;
        double worst = Double.POSITIVE_INFINITY;
        String worstShape = "";
        for (Row row : rows) {
            Optional<Double> ratio = engines.stream()
                    .flatMap(engine -> row.ratio(engine).stream())
                    .min(Double::compare);
            if (ratio.isPresent()) {
                logs += Math.log(ratio.get());
                cases++;
                if (ratio.get() < worst) {
                    worst = ratio.get();
                    worstShape = row.work().shape() + " " + row.work().layoutLabel();
                }
            }
        }
        return cases == 0
                ? Optional.empty()
                : Optional.of(new Summary(pass, layout, name, cases, Math.exp(logs / cases), worst, worstShape));
    }
}
