package org.lanewise.bench.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.lanewise.bench.compare.CommandLines;
import org.lanewise.bench.compare.Comparison;
import org.lanewise.bench.compare.Document;
import org.lanewise.bench.compare.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes tables and pictures of comparisons. */
@Command(
        name = "bench/run report",
        description =
                "Measures all, which takes some hours, or takes what has been measured, and writes results.md and "
                        + "pictures.")
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private HelpOption help;

    @Option(
            names = "--from",
            split = ",",
            arity = "1..*",
            paramLabel = "FILE",
            description = "What bench/run compare --json or an earlier report has written; else it is measured.")
    private List<Path> from = List.of();

    @Option(
            names = "--series",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "compare,sizes,threads",
            description = "What is measured: compare (shapes beside the peers), sizes (1 KiB to 1 GiB), threads.",
            showDefaultValue = Help.Visibility.ALWAYS)
    private List<String> names = List.of();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where the report goes.",
            defaultValue = "${sys:lanewise.results:-bench/results}",
            showDefaultValue = Help.Visibility.ALWAYS)
    private Path to;

    @Option(names = "--quick", description = "Few small shapes and few rounds: to see that it works, not for figures.")
    private boolean quick;

    @Spec
    private CommandSpec spec;

    ReportCommand() {}

    /** The command; ends with 0, or with 2 for bad input. */
    public static void main(String[] args) {
        CommandLines.main(new ReportCommand(), args);
    }

    @Override
    public Integer call() throws IOException {
        List<Comparison> comparisons = read();
        List<Series> series = chosen();
        try {
            Files.createDirectories(to);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "to: " + to + ", must be a folder that can be written", e);
        }
        if (from.isEmpty()) {
            for (Series one : series) {
                Comparison comparison = one.measure(quick);
                // At once: what comes next may take an hour.
                Document.write(comparison, to.resolve(one.name() + ".json"));
                comparisons.add(comparison);
            }
        }
        for (Path file : new Report(comparisons).write(to)) {
            spec.commandLine().getOut().println(file);
        }
        return 0;
    }

    private List<Series> chosen() {
        List<Series> all = Series.all(quick);
        List<String> known = all.stream().map(Series::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(spec.commandLine(), "series: " + name + ", must be of " + known);
            }
        }
        return all.stream().filter(series -> names.contains(series.name())).toList();
    }

    private List<Comparison> read() {
        List<Comparison> comparisons = new ArrayList<>();
        for (Path file : from) {
            try {
                comparisons.add(Document.read(file));
            } catch (IOException e) {
                // The message of a FileSystemException is but the file's name.
                String reason = e instanceof FileSystemException ? e.getClass().getSimpleName() : e.getMessage();
                throw new ParameterException(
                        spec.commandLine(),
                        "from: " + file + ", must be a document of bench/run compare (" + reason + ")",
                        e);
            }
        }
        return comparisons;
    }
}
