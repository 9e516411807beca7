package org.lanewise.bench.compare;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** Runs a command: bad input is one line and exit status 2. */
public final class CommandLines {
    /** Columns of the help. */
    private static final int HELP_WIDTH = 100;

    private CommandLines() {}

    /** The command as a program of its own. */
    public static void main(Callable<Integer> command, String... args) {
        // Numbers look the same in every country, and a picture needs no screen.
        Locale.setDefault(Locale.ROOT);
        System.setProperty("java.awt.headless", "true");
        System.exit(run(
                command,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    /** The command's exit status: its own, or 2 for bad input, or 1 for any other failure. */
    public static int run(Callable<Integer> command, PrintWriter out, PrintWriter err, String... args) {
        Help.Ansi colours = "dumb".equals(System.getenv("TERM")) ? Help.Ansi.OFF : Help.Ansi.AUTO;
        int status = new CommandLine(command)
                .setColorScheme(Help.defaultColorScheme(colours))
                .setUsageHelpWidth(HELP_WIDTH)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, unused) -> {
                    String line = e.getMessage()
                            .lines()
                            .map(String::strip)
                            .reduce((a, b) -> a + " " + b)
                            .orElse(e.toString());
                    err.println(e.getCommandLine().getCommandName() + ": " + line);
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(args);
        out.flush();
        return status;
    }
}
