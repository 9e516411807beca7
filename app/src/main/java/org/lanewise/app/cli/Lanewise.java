package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.train.DivergedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands under one name. Without one it is an error, as is every other bad input: one line, exit status 2. */
@Command(
        name = "lanewise",
        description = "Batch normalization for the JVM at memory speed.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            TrainCommand.class,
            EvalCommand.class,
            ExperimentCommand.class,
            CheckModelCommand.class,
            RecalibrateCommand.class,
            InfoCommand.class,
            FingerprintCommand.class
        })
public final class Lanewise implements Runnable {
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
        return new CommandLine(new Lanewise(), new Commands(systemData))
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

    /**
     * One line, whatever the message: "name: value, must be what is allowed". It may quote what is in a file, so no
     * character of it may do anything to a terminal.
     */
    static int refuse(CommandLine command, Exception e) {
        String line = e.getMessage()
                .lines()
                .map(String::strip)
                .reduce((a, b) -> a + " " + b)
                .orElse(e.toString());
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + Printable.of(line));
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "command: none, must be train, eval, experiment, check-model, recalibrate, info or fingerprint (see "
                        + "--help)");
    }
}
