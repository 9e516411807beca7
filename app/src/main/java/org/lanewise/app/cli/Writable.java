package org.lanewise.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lanewise.app.file.WholeFile;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Checks that results can be written: before the work, not after minutes of it. */
final class Writable {
    private Writable() {}

    /** Ends the command if a file can't be written. */
    static void requireFile(CommandLine command, String option, Path file) {
        try {
            WholeFile.requireWritable(file);
        } catch (IOException e) {
            throw refused(command, option, file, "file", e);
        }
    }

    /** Ends the command if a folder, which may be there or not, can't have a file in it. */
    static void requireFolder(CommandLine command, String option, Path folder, String file) {
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new IOException("it is no folder");
            }
            WholeFile.requireWritable(Files.exists(folder) ? folder.resolve(file) : folder);
        } catch (IOException e) {
            throw refused(command, option, folder, "folder", e);
        }
    }

    private static ParameterException refused(
            CommandLine command, String option, Path path, String kind, IOException e) {
        return new ParameterException(
                command,
                option + ": " + path + ", must be a " + kind + " that can be written (" + WholeFile.reason(e) + ")",
                e);
    }
}
