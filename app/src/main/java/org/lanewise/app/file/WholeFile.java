package org.lanewise.app.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

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
        Path target = target(file);
        Path beside = beside(target);
        try {
            try (OutputStream out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                contents.writeTo(out);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
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
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        Path beside = beside(target(file));
        Files.createFile(beside);
        Files.delete(beside);
    }

    /** What a link leads to: it stays a link. */
    private static Path target(Path file) throws IOException {
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    /** Another one each time: what a process that was killed has left is in nobody's way. */
    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
    }
}
