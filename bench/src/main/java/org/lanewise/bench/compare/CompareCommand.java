package org.lanewise.bench.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the engines' times. */
@Command(
        name = "bench/run compare",
        description =
                "Times Lanewise, PyTorch, oneDNN, ONNX Runtime, plain Java and the memory's limit, each in a process "
                        + "of its own, in turn. All of it takes about an hour.")
public final class CompareCommand implements Callable<Integer> {
    @Mixin
    private HelpOption help;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "SHAPE",
            description = "NxC, NxCxL or NxCxHxW; else those of ResNet-50 in batches of 1, 8 and 32, and some more.")
    private List<String> shapes = List.of();

    @Option(names = "--layout", paramLabel = "LAYOUT", description = "nchw or nhwc; else both.")
    private Optional<String> layout = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Of the elements: float32, float64, bfloat16, float16.",
            defaultValue = "float32",
            showDefaultValue = Help.Visibility.ALWAYS)
    private String typeLabel;

    @Option(
            names = "--ops",
            split = ",",
            paramLabel = "OP",
            description = "train, infer, backward, or each with _add_relu or _in_place; else the first three.")
    private List<String> ops = List.of();

    @Option(
            names = "--fused",
            description = "Each op with _add_relu: y = max(0, bn(x) + r), for which all but lanewise and scalar take "
                    + "several steps.")
    private boolean fused;

    @Option(
            names = "--in-place",
            description = "Each op writes its output over its input, which saves fetching the memory of the output.")
    private boolean inPlace;

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "ENGINE",
            description =
                    "Beside lanewise: pytorch, onednn, onnxruntime, onednn-blocked, java, scalar, limit, limit-double "
                            + "(which sums in double, as lanewise does); else all.")
    private List<String> engines = List.of();

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "Threads of each engine.",
            showDefaultValue = Help.Visibility.ALWAYS)
    private int threads = Math.min(Arguments.MAX_THREADS, Runtime.getRuntime().availableProcessors());

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file, as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--quick", description = "Few small shapes and few rounds: to see that it works, not for figures.")
    private boolean quick;

    @Spec
    private CommandSpec spec;

    CompareCommand() {}

    /** The command; ends with 0, with 2 for bad input, with 1 if an engine's output was wrong. */
    public static void main(String[] args) {
        CommandLines.main(new CompareCommand(), args);
    }

    @Override
    public Integer call() throws IOException {
        ElementType type = Arguments.type(spec, "type", typeLabel);
        List<Case> cases = Comparer.cases(shapes(), layouts(), type, passes());
        List<String> names = engines();
        Arguments.requireThreads(spec, threads);
        checkJson();
        if (fused && inPlace) {
            throw bad("in-place: not with --fused, whose output is another tensor");
        }
        PrintWriter out = spec.commandLine().getOut();
        Comparison comparison;
        try (Comparer comparer = new Comparer(Comparison.STANDARD, type, names, quick)) {
            comparison = measure(comparer, cases, out, new Table(comparer.names(), cases));
        } catch (IllegalStateException e) {
            spec.commandLine().getErr().println("bench/run compare: " + e.getMessage());
            return 1;
        }
        out.println();
        out.println(Table.CAPTION);
        if (type != ElementType.FLOAT32) {
            out.println("type: " + typeLabel);
        }
        comparison.environment().forEach((name, value) -> out.println(name + ": " + value));
        comparison.engines().forEach((name, version) -> out.println(name + ": " + version));
        comparison.absent().forEach((name, why) -> out.println("absent: " + name + ": " + why));
        out.println();
        out.print(Table.summary(Summary.of(comparison.rows())));
        if (json.isPresent()) {
            Document.write(comparison, json.get());
        }
        return reportFailures(comparison);
    }

    /** Prints rows as they are found; at the end, if there is a bar that they would break. */
    private Comparison measure(Comparer comparer, List<Case> cases, PrintWriter out, Table table) {
        Consumer<Row> print = row -> out.println(table.line(row));
        Bar bar = Bar.ofLong("compare", cases.size());
        if (!bar.isShown()) {
            out.println(table.head());
            return comparer.compare(cases, threads, bar, print);
        }
        Comparison comparison;
        try (bar) {
            comparison = comparer.compare(cases, threads, bar, row -> {});
        }
        out.println(table.head());
        comparison.rows().forEach(print);
        return comparison;
    }

    private int reportFailures(Comparison comparison) {
        int status = 0;
        for (Row row : comparison.rows()) {
            for (var failure : row.failures().entrySet()) {
                spec.commandLine()
                        .getErr()
                        .println("bench/run compare: " + failure.getKey() + " is wrong on " + row.work() + ": "
                                + failure.getValue());
                status = 1;
            }
        }
        return status;
    }

    private ParameterException bad(String message) {
        return Arguments.bad(spec, message);
    }

    private List<Shape> shapes() {
        if (shapes.isEmpty()) {
            return quick ? StandardShapes.quick() : StandardShapes.all();
        }
        return Arguments.shapes(spec, shapes);
    }

    private List<Layout> layouts() {
        return switch (layout.orElse("both")) {
            case "nchw" -> List.of(Layout.CHANNELS_FIRST);
            case "nhwc" -> List.of(Layout.CHANNELS_LAST);
            case "both" -> List.of(Layout.values());
            default -> throw bad("layout: " + layout.get() + ", must be nchw or nhwc");
        };
    }

    private List<Pass> passes() {
        for (String op : ops) {
            if (Arrays.stream(Pass.values()).noneMatch(pass -> pass.label().equals(op))) {
                throw bad("ops: " + op
                        + ", must be train, infer or backward, or one of these with _add_relu or _in_place");
            }
        }
        Stream<Pass> passes =
                ops.isEmpty() ? Pass.PLAIN.stream() : ops.stream().map(op -> Pass.valueOf(op.toUpperCase(Locale.ROOT)));
        return passes.map(pass -> fused ? pass.fused() : inPlace ? pass.inPlace() : pass)
                .distinct()
                .toList();
    }

    private List<String> engines() {
        for (String engine : engines) {
            if (!Engines.NAMES.contains(engine)) {
                throw bad("engines: " + engine + ", must be one of " + String.join(", ", Engines.NAMES));
            }
        }
        return engines.isEmpty() ? Engines.NAMES : engines;
    }

    /** Now, not after an hour. */
    private void checkJson() {
        if (json.isPresent()) {
            Path file = json.get().toAbsolutePath();
            boolean good = !Files.isDirectory(file)
                    && (Files.exists(file) ? Files.isWritable(file) : Files.isWritable(file.getParent()));
            if (!good) {
                throw bad("json: " + json.get() + ", must be a file that can be written");
            }
        }
    }
}
