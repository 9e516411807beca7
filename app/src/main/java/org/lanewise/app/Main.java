package org.lanewise.app;

import java.io.PrintWriter;
import java.util.Locale;
import org.lanewise.app.cli.Lanewise;

/** The command {@code lanewise}. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit status: 0, or 2 for bad input, or 1 for any other failure. */
    public static void main(String[] args) {
        // Numbers look the same in every country, and a picture needs no screen.
        Locale.setDefault(Locale.ROOT);
        System.setProperty("java.awt.headless", "true");
        System.exit(Lanewise.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }
}
