package org.lanewise.bench.accuracy;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lanewise.bench.peer.Peer;
import org.lanewise.testkit.LanewiseSubject;
import org.lanewise.testkit.Subject;

/** Prints the table of errors: {@code bench/run accuracy [--json]}. */
public final class Accuracy {
    private static final int SEEDS = 3;

    private Accuracy() {}

    /** The command; ends with 2 for a wrong option. */
    public static void main(String[] args) {
        boolean json = args.length == 1 && args[0].equals("--json");
        if (!json && args.length > 0) {
            System.err.println("bench/run accuracy: " + String.join(" ", args) + ", must be --json or nothing");
            System.exit(2);
        }
        List<Subject> subjects = new ArrayList<>();
        Subject lanewise = new LanewiseSubject();
        subjects.add(lanewise);
        Map<String, String> absent = new LinkedHashMap<>();
        for (Peer peer : Peer.values()) {
            Optional<String> why = peer.unavailable();
            if (why.isPresent()) {
                System.err.println("bench/run accuracy: " + why.get());
                absent.put(peer.label(), why.get());
            } else {
                subjects.add(peer.subject());
            }
        }
        List<Row> rows = Data.all().stream()
                .map(data -> Measurement.row(data, subjects, lanewise, SEEDS))
                .toList();
        Report report = new Report(rows, SEEDS, absent);
        // UTF-8 whatever the locale: the caption has a middle dot.
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(json ? report.json() : report.markdown());
    }
}
