package org.lanewise.app;

import java.io.PrintWriter;
import java.util.Locale;
import org.lanewise.app.cli.Lanewise;
import picocli.CommandLine;

/** The command {@code lanewise}. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit status: 0, or 2 for bad input, or 1 for any other failure. */
    public static void main(String[] args) {
        // Numbers look the same in every country, and a picture needs no screen.
        Locale.setDefault(Locale.ROOT);
        System.setProperty("java.awt.headless", "true");
        StandardOutput output = new StandardOutput();
        PrintWriter err = new PrintWriter(System.err, true);
        PrintWriter out = new PrintWriter(output, true, System.out.charset());
        int status = Lanewise.run(out, err, args);
        out.flush();
        if (output.failure().isPresent()) {
            err.println("lanewise: output: " + output.failure().get() + ", must be where all results can be written");
            status = CommandLine.ExitCode.USAGE;
        }
        System.exit(status);
    }
}
