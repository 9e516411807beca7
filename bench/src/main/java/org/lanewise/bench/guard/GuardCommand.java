package org.lanewise.bench.guard;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.lanewise.bench.compare.Arguments;
import org.lanewise.bench.compare.Case;
import org.lanewise.bench.compare.CommandLines;
import org.lanewise.bench.compare.Engines;
import org.lanewise.bench.compare.Environment;
import org.lanewise.bench.compare.HelpOption;
import org.lanewise.bench.compare.Row;
import org.lanewise.tensor.ElementType;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the kernels' speed with that of an earlier commit. */
@Command(
        name = "bench/run guard",
        description = "Times every kernel beside that of an earlier commit, turn by turn, and fails if one has become "
                + "slower: for before and after a change to a kernel. Takes some minutes.")
public final class GuardCommand implements Callable<Integer> {
    /** A case that seems slower is timed again so often at most, in new JVMs: each time it must seem so. */
    private static final int REPETITIONS = 2;

    private static final double PERCENT = 100;
    private static final double MAX_PERCENT = 1000;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--base",
            paramLabel = "COMMIT",
            description = "The earlier commit; else the last one, or the one before it if nothing has changed since.")
    private String asked = ""; // The launcher has read it.

    /** The launcher finds it. */
    @Option(names = "--base-commit", hidden = true, required = true)
    private String base;

    /** The launcher builds it. */
    @Option(names = "--base-jar", hidden = true, required = true)
    private Path jar;

    @Option(
            names = "--types",
            split = ",",
            paramLabel = "TYPE",
            description = "Of the elements.",
            defaultValue = "float32,float64,bfloat16,float16",
            showDefaultValue = Help.Visibility.ALWAYS)
    private List<String> types;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "SHAPE",
            description = "NxC, NxCxL or NxCxHxW; else a few that meet each kernel.")
    private List<String> shapes = List.of();

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "Threads of each engine.",
            defaultValue = "1",
            showDefaultValue = Help.Visibility.ALWAYS)
    private int threads;

    @Option(
            names = "--percent",
            paramLabel = "P",
            description = "How much slower is too slow.",
            defaultValue = "10",
            showDefaultValue = Help.Visibility.ALWAYS)
    private double percent;

    @Option(names = "--quick", description = "One small shape and few rounds: to see that it works, not for figures.")
    private boolean quick;

    @Spec
    private CommandSpec spec;

    GuardCommand() {}

    /** The command; ends with 0, with 1 if a kernel has become slower, with 2 for bad input. */
    public static void main(String[] args) {
        CommandLines.main(new GuardCommand(), args);
    }

    @Override
    public Integer call() {
        if (!(percent > 0) || percent > MAX_PERCENT) {
            throw Arguments.bad(spec, "percent: " + percent + ", must be above 0, and 1000 at most");
        }
        Arguments.requireThreads(spec, threads);
        if (!Files.isReadable(jar)) {
            throw Arguments.bad(spec, "base-jar: " + jar + ", must be an engine's jar");
        }
        List<ElementType> chosen = types.stream()
                .map(label -> Arguments.type(spec, "types", label))
                .distinct()
                .toList();
        try {
            List<Row> slower = duel(chosen);
            PrintWriter out = spec.commandLine().getOut();
            Environment.describe().forEach((name, value) -> out.println(name + ": " + value));
            if (slower.isEmpty()) {
                out.println("No kernel is more than " + percent + " % slower than " + base + "'s.");
                return 0;
            }
            slower.forEach(row -> spec.commandLine()
                    .getErr()
                    .println("bench/run guard: " + row.work() + " takes " + times(row) + " times as long as at "
                            + base));
            return 1;
        } catch (IllegalStateException e) {
            spec.commandLine().getErr().println("bench/run guard: " + e.getMessage());
            return 1;
        }
    }

    /** Prints all rows, and gives those that are slower each time. */
    private List<Row> duel(List<ElementType> chosen) {
        Duel duel = new Duel(jar, threads, quick);
        List<Row> rows = new ArrayList<>();
        List<Row> slower = new ArrayList<>();
        try (Bar bar = Bar.ofLong(
                "guard", chosen.stream().mapToInt(type -> cases(type).size()).sum())) {
            for (ElementType type : chosen) {
                List<Row> ofType = duel.play(type, cases(type), row -> bar.step());
                rows.addAll(ofType);
                List<Row> suspects = slower(ofType, percent);
                for (int i = 0; i < REPETITIONS && !suspects.isEmpty(); i++) {
                    bar.say("again: " + suspects.size());
                    suspects = slower(
                            duel.play(type, suspects.stream().map(Row::work).toList(), row -> {}), percent);
                }
                slower.addAll(suspects);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("| shape            | layout | type     | op                |        us | now / before |");
        out.println("|:-----------------|:-------|:---------|:------------------|----------:|-------------:|");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "| %-16s | %-6s | %-8s | %-17s | %9.1f | %12s |%n",
                    row.work().shape(),
                    row.work().layoutLabel(),
                    row.work().typeLabel(),
                    row.work().pass().label(),
                    row.micros(Engines.OURS).orElse(Double.NaN),
                    times(row));
        }
        return slower;
    }

    private List<Case> cases(ElementType type) {
        if (!shapes.isEmpty()) {
            return GuardedCases.of(type, Arguments.shapes(spec, shapes));
        }
        return quick ? GuardedCases.quick(type) : GuardedCases.of(type);
    }

    /** Those of which the engine of today takes longer by more than so many percent, or is wrong. */
    static List<Row> slower(List<Row> rows, double percent) {
        return rows.stream()
                .filter(row -> !row.failures().isEmpty() || ratio(row) > 1 + percent / PERCENT)
                .toList();
    }

    private static String times(Row row) {
        return row.failures().isEmpty() ? String.format(Locale.ROOT, "%.2f", ratio(row)) : "wrong";
    }

    /** Our time now, divided by that before. */
    private static double ratio(Row row) {
        return 1 / row.ratio(Duel.BEFORE).orElse(0.0);
    }
}
