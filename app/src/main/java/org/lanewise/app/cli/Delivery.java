package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lanewise.app.data.DataException;
import picocli.CommandLine;

/**
 * Puts the results of a long run into files. One that can't be written is told in a line and makes the exit status 2,
 * but costs neither the other files nor what is printed.
 */
final class Delivery {
    private final CommandLine command;
    private int status = CommandLine.ExitCode.OK;

    Delivery(CommandLine command) {
        this.command = command;
    }

    /** Writes a file. */
    @FunctionalInterface
    interface Writing {
        void run() throws DataException;
    }

    /** Writes a file, and prints its full name under what it is called. */
    void print(PrintWriter out, String name, Path file, Writing writing) {
        of(file, writing).ifPresent(written -> out.println(name + ": " + written));
    }

    /** Writes a file, and puts its full name into a document under what it is called; null if it can't be written. */
    void put(Map<String, Object> document, String name, Path file, Writing writing) {
        document.put(
                name.toLowerCase(Locale.ROOT),
                of(file, writing).map(Path::toString).orElse(null));
    }

    /** The file's full name if it was written; else the error is told. */
    private Optional<Path> of(Path file, Writing writing) {
        try {
            writing.run();
            return Optional.of(file.toAbsolutePath().normalize());
        } catch (DataException e) {
            tell(e);
            return Optional.empty();
        }
    }

    /** Tells that something can't be delivered. */
    void tell(DataException e) {
        status = Lanewise.refuse(command, e);
    }

    /** The exit status of the command. */
    int status() {
        return status;
    }
}
