package org.lanewise.app.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is written beside its place and then moved there: never half of one. */
public final class WholeFile {
    private WholeFile() {}

    /** Writes what a file has in it. */
    @FunctionalInterface
    public interface Contents {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, in the place of one that is there.
     *
     * @throws IOException if it can't be written; what was there is there still
     */
    public static void write(Path file, Contents contents) throws IOException {
        Path beside = beside(file);
        try {
            try (OutputStream out = Files.newOutputStream(beside)) {
                contents.writeTo(out);
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /**
     * Checks that a file can be written there, before there is one.
     *
     * @throws IOException if not
     */
    public static void requireWritable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new IOException("its folder is not there");
        }
        Path beside = beside(file);
        Files.createFile(beside);
        Files.delete(beside);
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }
}
