package org.lanewise.app.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lanewise.app.data.DataException;

/** Files that a user names, read or listed; what is wrong with them is one line that begins with what they are for. */
public final class InputFiles {
    private InputFiles() {}

    /**
     * The bytes of a file.
     *
     * @param what it is for, as messages begin with
     * @param kind what it must be, for the message where it is missing
     * @param most how many bytes it may have
     * @throws DataException if it is no file, is larger, or can't be read
     */
    static byte[] read(String what, Path file, String kind, long most) throws DataException {
        String where = what + ": " + file + ": ";
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    where + (Files.exists(file) ? "no regular file, must be one" : "missing, must be " + kind));
        }
        try {
            long size = Files.size(file);
            if (size > most) {
                throw new DataException(where + size + " bytes, must be at most " + most);
            }
            return Files.readAllBytes(file);
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(where + "can't be read (" + e + "), must be a readable file", e);
        }
    }

    /**
     * The files of a folder that are wanted, in the order of their names.
     *
     * @param what they are for, as messages begin with
     * @param kind what there must be, for the message
     * @throws DataException if there is none, or the folder can't be read
     */
    public static List<Path> in(String what, Path folder, Predicate<Path> wanted, String kind) throws DataException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> found = files.filter(wanted)
                        .filter(Files::isRegularFile)
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            } catch (IOException e) {
                throw new DataException(
                        what + ": " + folder + ": " + e.getMessage() + ", must be a folder that can be read", e);
            }
        }
        throw new DataException(what + ": " + folder + ", must be a folder with " + kind);
    }
}
