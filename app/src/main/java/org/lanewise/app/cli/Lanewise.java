package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.train.DivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands under one name. Without one it is an error, as is every other bad input: one line, exit status 2. */
@Command(
        name = "lanewise",
        description = "Batch normalization for the JVM at memory speed.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            TrainCommand.class,
            EvalCommand.class,
            ExperimentCommand.class,
            CheckModelCommand.class,
            RecalibrateCommand.class,
            InfoCommand.class,
            FingerprintCommand.class,
            CompletionCommand.class
        })
public final class Lanewise implements Runnable {
    /** Columns of the help. */
    private static final int HELP_WIDTH = 100;

    @Spec
    private CommandSpec spec;

    Lanewise() {}

    /**
     * Runs a command.
     *
     * @return its exit status: 0, or 2 for bad input, or 1 for any other failure
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(out, err, DataSource.DEBIAN_FOLDER, args);
    }

    /** As the other, with another folder in the place of Debian's. */
    static int run(PrintWriter out, PrintWriter err, Path systemData, String... args) {
        return commandLine(systemData)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, unused) -> refuse(e.getCommandLine(), e))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof DataException || e instanceof DivergedException) {
                        return refuse(command, e);
                    }
                    throw e;
                })
                .execute(args);
    }

    /** All commands. Their help has colours where picocli sees a terminal that can show them. */
    static CommandLine commandLine(Path systemData) {
        Help.Ansi colours = "dumb".equals(System.getenv("TERM")) ? Help.Ansi.OFF : Help.Ansi.AUTO;
        return new CommandLine(new Lanewise(), new Commands(systemData))
                .setColorScheme(Help.defaultColorScheme(colours))
                .setUsageHelpWidth(HELP_WIDTH);
    }

    /**
     * One line, whatever the message: "name: value, must be what is allowed". It may quote what is in a file, so no
     * character of it may do anything to a terminal.
     */
    static int refuse(CommandLine command, Exception e) {
        String message =
                e instanceof UnmatchedArgumentException unmatched ? Subcommands.describe(unmatched) : e.getMessage();
        String line =
                message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(e.toString());
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + Printable.of(line));
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw Subcommands.missing(spec);
    }
}
