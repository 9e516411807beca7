package org.lanewise.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.lanewise.app.cli.AllCommands;
import org.lanewise.bench.accuracy.Accuracy;
import org.lanewise.bench.compare.CompareCommand;
import org.lanewise.bench.guard.GuardCommand;
import org.lanewise.bench.report.ReportCommand;
import org.lanewise.bench.start.StartCommand;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;

/** Says without running them which programs, subcommands and options there aren't: of ours, and of Maven. */
final class Programs {
    /** Where our programs lie. */
    private static final Set<String> OURS = Set.of("bin", "bench", "build", "examples");

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
            Path path = folder.resolve(program).normalize();
            Optional<String> problem = Optional.empty();
            if (program.contains("/") && OURS.contains(path.getName(0).toString())) {
                problem = problemOfOurs(path, arguments);
            } else if (program.equals("mvn")) {
                problem = problemOfMaven(folder, arguments);
            }
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
            case "bin/lanewise" -> problemOfArguments(AllCommands.make(), arguments);
            case "bin/site" -> problemOfArguments(new CommandLine(new Site(tree.root())), arguments);
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
            case "compare" -> problemOfArguments(new CommandLine(CompareCommand.class), rest);
            case "accuracy" -> problemOfArguments(new CommandLine(Accuracy.class), rest);
            case "guard" -> problemOfArguments(new CommandLine(GuardCommand.class), asLaunched(rest));
            case "start" -> problemOfArguments(new CommandLine(StartCommand.class), rest);
            case "report" -> problemOfArguments(new CommandLine(ReportCommand.class), rest);
            case "jmh" -> problemOfJmh(rest);
            default ->
                tree.text(Path.of("bench", "run")).contains("    " + arguments.getFirst() + ") main=")
                        ? problemOfScript(Path.of("bench", "run"), rest)
                        : Optional.of("bench/run has no command " + arguments.getFirst());
        };
    }

    /** With what the launcher adds. */
    private static List<String> asLaunched(List<String> guard) {
        return Stream.concat(guard.stream(), Stream.of("--base-commit=HEAD", "--base-jar=engine.jar"))
                .toList();
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

    private Optional<String> problemOfMaven(Path folder, List<String> arguments) throws IOException {
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

    private static Optional<String> problemOfArguments(CommandLine command, List<String> arguments) {
        try {
            command.parseArgs(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }
}
