package org.lanewise.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lanewise.app.image.Fit;
import org.lanewise.app.image.PixelRange;
import org.lanewise.app.image.Preset;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** Prints picocli's completion of all commands for a shell. */
@Command(
        name = "completion",
        description = "Prints a script by which bash and zsh complete commands, options, their values and files.",
        footer = {
            "",
            "For the shell at hand:",
            "  source <(bin/lanewise completion)",
            "For each new one, keep the script in a file that ~/.bashrc or ~/.zshrc sources.",
            "It serves the name lanewise and each path that ends so, as bin/lanewise."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CompletionCommand implements Runnable {
    /** Of options whose values are a few words. */
    static final Map<String, List<String>> VALUES = Map.of(
            "--preprocess", words(Preset.names()),
            "--range", words(PixelRange.names()),
            "--fit", words(Fit.names()),
            "--channels", List.of("rgb", "bgr"),
            "--antialias", List.of("yes", "no"),
            "--layout", List.of("nchw", "nhwc"),
            "--provider", List.of("scalar", "vector"));

    @Spec
    private CommandSpec spec;

    CompletionCommand() {}

    @Override
    public void run() {
        CommandLine all =
                new CommandLine(new Lanewise(), spec.root().commandLine().getFactory());
        complete(all.getCommandSpec());
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(all.getCommandName(), all));
        out.print(addition());
        out.flush();
    }

    /** Replaces what picocli would complete with nothing: optional paths, and text of a few values. */
    private static void complete(CommandSpec spec) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            List<String> values = VALUES.get(option.longestName());
            if (values != null || isOptionalPath(option)) {
                OptionSpec.Builder completed =
                        OptionSpec.builder(option.names()).paramLabel(option.paramLabel());
                spec.remove(option);
                spec.addOption(
                        values == null
                                ? completed.type(Path.class).build()
                                : completed
                                        .type(String.class)
                                        .completionCandidates(values)
                                        .build());
            }
        }
        for (PositionalParamSpec file : List.copyOf(spec.positionalParameters())) {
            if (isOptionalPath(file)) {
                spec.remove(file);
                spec.addPositional(PositionalParamSpec.builder()
                        .index(file.index())
                        .type(Path.class)
                        .build());
            }
        }
        spec.subcommands().values().forEach(command -> complete(command.getCommandSpec()));
    }

    private static boolean isOptionalPath(ArgSpec argument) {
        return argument.type() == Optional.class
                && List.of(argument.auxiliaryTypes()).equals(List.of(Path.class));
    }

    private static List<String> words(String names) {
        return List.of(names.split(", "));
    }

    private static String addition() {
        try (InputStream in = CompletionCommand.class.getResourceAsStream("completion.bash")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
