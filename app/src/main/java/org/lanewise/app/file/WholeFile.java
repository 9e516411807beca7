package org.lanewise.app.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.lanewise.app.data.DataException;

/** Files that are written beside their places and then moved there: never half of one, not after a power cut either. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file, in the place of one that is there.
     *
     * @param option of the command line that named the file, for the message
     * @throws DataException if it can't be written; what was there is there still
     */
    public static void write(String option, Path file, byte[] contents) throws DataException {
        writeAll(option, Map.of(file, contents));
    }

    /**
     * Writes several files, each in the place of one that is there. None takes its place before all of them are on the
     * disk.
     *
     * @param option of the command line that named the files or their folder, for the message
     * @param contents by the files, in the order in which they take their places
     * @throws DataException if one can't be written; what was there is there still, unless a file was written but can't
     *     take its place: those before it have theirs
     */
    public static void writeAll(String option, Map<Path, byte[]> contents) throws DataException {
        List<Move> moves = new ArrayList<>();
        try {
            for (Map.Entry<Path, byte[]> entry : contents.entrySet()) {
                attempt(option, entry.getKey(), () -> {
                    Path target = target(entry.getKey());
                    Move move = new Move(entry.getKey(), beside(target), target);
                    moves.add(move);
                    writeAndSync(move.beside, entry.getValue());
                });
            }
            for (Move move : moves) {
                attempt(
                        option,
                        move.file,
                        () -> Files.move(
                                move.beside,
                                move.target,
                                StandardCopyOption.ATOMIC_MOVE,
                                StandardCopyOption.REPLACE_EXISTING));
            }
        } finally {
            moves.forEach(move -> deleteQuietly(move.beside));
        }
    }

    /** A file by the name that it was given, where it is written first, and where it goes. */
    private record Move(Path file, Path beside, Path target) {}

    private interface Step {
        void run() throws IOException;
    }

    private static void attempt(String option, Path file, Step step) throws DataException {
        try {
            step.run();
        } catch (IOException e) {
            throw refused(option, file, "file", e);
        }
    }

    /** Synced: else the move may be on the disk after a power cut, and what was written not. */
    private static void writeAndSync(Path file, byte[] contents) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(contents);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Deletes a file or an empty folder, if it is there: the error that is told is the one before. */
    public static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It stays.
        }
    }

    /** The error of a file or folder that can't be written: its option, name and the reason. */
    public static DataException refused(String option, Path path, String kind, IOException e) {
        return new DataException(
                option + ": " + path + ": " + reason(e) + ", must be a " + kind + " that can be written", e);
    }

    /** Why a file can't be written, in a few words: the message of Java's exceptions is often but its name. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException unused -> "its folder is not there";
            case AccessDeniedException unused -> "permission denied";
            case FileSystemException named ->
                named.getReason() == null ? named.getClass().getSimpleName() : named.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
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
        if (!Files.isSymbolicLink(file)) {
            return file;
        }
        if (!Files.exists(file)) {
            throw new IOException("it is a link to what is not there");
        }
        return file.toRealPath();
    }

    /** Waits until what was written to a file is on the disk. */
    public static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * A name beside a file, for what is to take its place. Another one each time: what a process that was killed has
     * left is in nobody's way.
     */
    public static Path beside(Path file) {
        String number = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return file.resolveSibling(file.getFileName() + "." + number + ".part");
    }
}
