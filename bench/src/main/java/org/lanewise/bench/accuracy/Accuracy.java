package org.lanewise.bench.accuracy;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lanewise.bench.compare.Arguments;
import org.lanewise.bench.compare.CommandLines;
import org.lanewise.bench.compare.HelpOption;
import org.lanewise.bench.peer.Peer;
import org.lanewise.testkit.LanewiseSubject;
import org.lanewise.testkit.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the table of errors. */
@Command(
        name = "bench/run accuracy",
        description = "Tells how far Lanewise, PyTorch and oneDNN are from exact: a table of the largest errors.")
public final class Accuracy implements Callable<Integer> {
    private static final int MAX_SEEDS = 1000;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "So many random inputs for each row; its figures are the largest of all.",
            defaultValue = "3",
            showDefaultValue = Help.Visibility.ALWAYS)
    private int seeds;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Accuracy() {}

    /** The command; ends with 0, or with 2 for bad input. */
    public static void main(String[] args) {
        CommandLines.main(new Accuracy(), args);
    }

    @Override
    public Integer call() {
        Arguments.requireWithin(spec, "seeds", seeds, MAX_SEEDS);
        PrintWriter err = spec.commandLine().getErr();
        List<Subject> subjects = new ArrayList<>();
        Subject lanewise = new LanewiseSubject();
        subjects.add(lanewise);
        Map<String, String> absent = new LinkedHashMap<>();
        for (Peer peer : Peer.values()) {
            Optional<String> why = peer.unavailable();
            if (why.isPresent()) {
                err.println("bench/run accuracy: " + why.get());
                absent.put(peer.label(), why.get());
            } else {
                subjects.add(peer.subject());
            }
        }
        List<Row> rows = Data.all().stream()
                .map(data -> Measurement.row(data, subjects, lanewise, seeds))
                .toList();
        Report report = new Report(rows, seeds, absent);
        spec.commandLine().getOut().println(json ? report.json() : report.markdown());
        return 0;
    }
}
