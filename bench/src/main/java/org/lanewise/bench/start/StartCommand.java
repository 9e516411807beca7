package org.lanewise.bench.start;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.lanewise.bench.compare.Arguments;
import org.lanewise.bench.compare.CommandLines;
import org.lanewise.bench.compare.Environment;
import org.lanewise.bench.compare.HelpOption;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Layout;
import org.lanewise.tensor.Shape;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fresh JVMs start. */
@Command(
        name = "bench/run start",
        description =
                "Times the first layer and the first calls in fresh JVMs, with and without an AOT cache: how long "
                        + "a service waits until Lanewise is fast. One thread, channels first and last.")
public final class StartCommand implements Callable<Integer> {
    private static final int MAX_JVMS = 1000;
    private static final int MAX_MILLIS = 60_000;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "SHAPE",
            description = "NxC, NxCxL or NxCxHxW.",
            defaultValue = "1x64x56x56,8x64x28x28",
            showDefaultValue = Help.Visibility.ALWAYS)
    private List<String> shapes;

    @Option(
            names = "--ops",
            split = ",",
            paramLabel = "OP",
            description = "train, infer, backward.",
            defaultValue = "infer,train",
            showDefaultValue = Help.Visibility.ALWAYS)
    private List<String> ops;

    @Option(
            names = "--jvms",
            paramLabel = "N",
            description = "So many for each line; figures are medians.",
            defaultValue = "9",
            showDefaultValue = Help.Visibility.ALWAYS)
    private int jvms;

    @Option(
            names = "--millis",
            paramLabel = "MS",
            description = "How long each JVM goes on.",
            defaultValue = "1500",
            showDefaultValue = Help.Visibility.ALWAYS)
    private int millis;

    @Spec
    private CommandSpec spec;

    StartCommand() {}

    /** One line of the table. */
    private record Line(Shape shape, Layout layout, String op) {
        List<String> arguments(int millis) {
            return List.of(shape.toString(), layout.name(), ElementType.FLOAT32.name(), op, Integer.toString(millis));
        }

        String layoutLabel() {
            return layout == Layout.CHANNELS_FIRST ? "nchw" : "nhwc";
        }
    }

    /** The command; ends with 0, with 2 for bad input, with 1 if a JVM failed. */
    public static void main(String[] args) {
        CommandLines.main(new StartCommand(), args);
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Line> lines = lines();
        Arguments.requireWithin(spec, "jvms", jvms, MAX_JVMS);
        Arguments.requireWithin(spec, "millis", millis, MAX_MILLIS);
        PrintWriter out = spec.commandLine().getOut();
        List<String> rows = new ArrayList<>();
        try (Bar bar = Bar.ofLong("start", 2L * lines.size() * jvms)) {
            for (Line line : lines) {
                for (boolean cached : new boolean[] {false, true}) {
                    rows.add(row(line, cached, bar));
                }
            }
        } catch (IOException e) {
            spec.commandLine().getErr().println("bench/run start: " + e.getMessage());
            return 1;
        }
        out.println("""
                Medians over fresh JVMs. layer: making the first one. first: the first call. slowest: of the calls after it.
                steady: a call in the end. settled: after the first call, until ten calls in a row have 90 % of that speed.
                """);
        out.println("| shape | layout | op | AOT cache | layer ms | first ms | slowest ms | steady us | settled ms |");
        out.println("|:--|:--|:--|:--|--:|--:|--:|--:|--:|");
        rows.forEach(out::println);
        out.println();
        Environment.describe().forEach((name, value) -> out.println(name + ": " + value));
        return 0;
    }

    private String row(Line line, boolean cached, Bar bar) throws IOException, InterruptedException {
        Path cache = Files.createTempFile("lanewise-start", ".aot");
        try {
            List<String> flags = List.of();
            if (cached) {
                run(List.of("-XX:AOTCacheOutput=" + cache), line, 1);
                flags = List.of("-XX:AOTCache=" + cache);
            }
            List<Start> starts = new ArrayList<>();
            for (int i = 0; i < jvms; i++) {
                starts.add(run(flags, line, millis));
                bar.step();
            }
            Start start = Start.median(starts);
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.0f | %.0f | %.1f | %.1f | %.0f |",
                    line.shape(),
                    line.layoutLabel(),
                    line.op(),
                    cached ? "yes" : "no",
                    start.layer(),
                    start.first(),
                    start.slowest(),
                    start.steady(),
                    start.settled());
        } finally {
            Files.deleteIfExists(cache);
        }
    }

    private static Start run(List<String> flags, Line line, int millis) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FreshJvm.class.getName()));
        command.addAll(line.arguments(millis));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return output.lines()
                .filter(each -> each.startsWith("start "))
                .findFirst()
                .map(Start::parse)
                .orElseThrow(() -> new IOException("a JVM ended with " + status + " and no figures: " + command));
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Shape shape : Arguments.shapes(spec, shapes)) {
            for (Layout layout : Layout.values()) {
                for (String op : ops) {
                    if (!List.of("train", "infer", "backward").contains(op)) {
                        throw Arguments.bad(spec, "ops: " + op + ", must be train, infer or backward");
                    }
                    lines.add(new Line(shape, layout, op));
                }
            }
        }
        return lines;
    }
}
