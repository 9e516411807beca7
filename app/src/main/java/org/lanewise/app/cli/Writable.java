package org.lanewise.app.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.lanewise.app.file.WholeFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that name a file to write. */
final class Writable {
    private Writable() {}

    /** Ends the command if a file can't be written there: now, not after minutes of work. */
    static void require(CommandSpec spec, String option, Path file) {
        try {
            WholeFile.requireWritable(file);
        } catch (IOException e) {
            // The message of a FileSystemException is but the file's name.
            String reason = e instanceof FileSystemException ? e.getClass().getSimpleName() : e.getMessage();
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": " + file + ", must be a file that can be written (" + reason + ")", e);
        }
    }
}
