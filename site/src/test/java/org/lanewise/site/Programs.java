package org.lanewise.site;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lanewise.app.cli.Lanewise;
import org.lanewise.bench.compare.CompareCommand;
import org.lanewise.bench.report.ReportCommand;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;

/** Says without running them which programs, subcommands and options there aren't. */
final class Programs {
    /** What a reader's machine has. */
    private static final Set<String> OTHERS = Set.of(
            "apt-get", "cat", "cp", "echo", "export", "gradle", "git", "jar", "java", "javac", "jcmd", "jfr", "jlink",
            "ls", "mkdir", "open", "source", "sudo", "taskset");

    private final Tree tree;

    Programs(Tree tree) {
        this.tree = tree;
    }

    /** What is wrong with a command, or nothing. */
    Optional<String> problem(Command command) throws IOException {
        Path folder = Path.of("");
        for (List<String> words : command.programs()) {
            String program = words.getFirst();
            List<String> arguments = words.subList(1, words.size());
            if (program.equals("cd") && arguments.size() == 1) {
                folder = folder.resolve(arguments.getFirst()).normalize();
                if (!tree.hasFolder(folder) && command.notRun().isEmpty()) {
                    return Optional.of("no folder " + folder);
                }
                continue;
            }
            Optional<String> problem = program.contains("/")
                    ? problemOfOurs(folder.resolve(program).normalize(), arguments)
                    : problemOfOthers(folder, program, arguments);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> problemOfOurs(Path program, List<String> arguments) throws IOException {
        if (!tree.hasFile(program)) {
            return Optional.of("no program " + program);
        }
        if (!Files.isExecutable(tree.root().resolve(program))) {
            return Optional.of(program + " can't be executed");
        }
        return switch (program.toString()) {
            case "bin/lanewise" -> failure((out, err) -> Lanewise.run(out, err, help(arguments)));
            case "bin/site" -> failure((out, err) -> Site.run(tree.root(), out, err, help(arguments)));
            case "bench/run" -> problemOfBenchmarks(arguments);
            default -> problemOfScript(program, arguments);
        };
    }

    private Optional<String> problemOfBenchmarks(List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            return Optional.of("bench/run needs a command");
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.getFirst()) {
            case "compare" -> failure((out, err) -> picocli(CompareCommand.class, out, err, rest));
            case "report" -> failure((out, err) -> picocli(ReportCommand.class, out, err, rest));
            case "jmh" -> problemOfJmh(rest);
            default ->
                tree.text(Path.of("bench", "run")).contains("    " + arguments.getFirst() + ") main=")
                        ? problemOfScript(Path.of("bench", "run"), rest)
                        : Optional.of("bench/run has no command " + arguments.getFirst());
        };
    }

    private static Optional<String> problemOfJmh(List<String> arguments) {
        try {
            new CommandLineOptions(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (CommandLineOptionException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** A script names each long option that it knows; what is for Maven has one hyphen. */
    private Optional<String> problemOfScript(Path program, List<String> arguments) throws IOException {
        String script = tree.text(program);
        return arguments.stream()
                .filter(argument -> argument.startsWith("--"))
                .map(argument -> argument.split("=", 2)[0])
                .filter(option -> !script.contains(option))
                .findFirst()
                .map(option -> program + " has no option " + option);
    }

    private Optional<String> problemOfOthers(Path folder, String program, List<String> arguments) throws IOException {
        if (!program.equals("mvn")) {
            return OTHERS.contains(program) ? Optional.empty() : Optional.of("unknown program " + program);
        }
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-f") || argument.equals("--file")) {
                Path pom = folder.resolve(arguments.get(i + 1)).normalize();
                if (!tree.hasFile(pom) && !tree.hasFile(pom.resolve("pom.xml"))) {
                    return Optional.of("no POM " + pom);
                }
            }
            if (argument.startsWith("-P") && !hasProfile(argument.substring(2))) {
                return Optional.of("no profile " + argument.substring(2));
            }
        }
        return Optional.empty();
    }

    private boolean hasProfile(String name) throws IOException {
        for (Path file : tree.files()) {
            if (file.endsWith("pom.xml") && tree.text(file).contains("<id>" + name + "</id>")) {
                return true;
            }
        }
        return false;
    }

    private interface Run {
        int run(PrintWriter out, PrintWriter err);
    }

    private static Optional<String> failure(Run run) {
        StringWriter err = new StringWriter();
        int status = run.run(new PrintWriter(new StringWriter()), new PrintWriter(err));
        return status == 0 ? Optional.empty() : Optional.of(err.toString().strip());
    }

    private static int picocli(Class<?> command, PrintWriter out, PrintWriter err, List<String> arguments) {
        return new CommandLine(command).setOut(out).setErr(err).execute(help(arguments));
    }

    /** All arguments are read as ever, but then the help is printed, and nothing is done. */
    private static String[] help(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.remove("--help");
        all.add("--help");
        return all.toArray(String[]::new);
    }
}
