package org.lanewise.app.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lanewise.app.data.DataException;

class WholeFileTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void takesThePlaceOfAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "a longer old one");
        WholeFile.write("out", file, NEW);
        assertEquals("new", Files.readString(file));
        assertEquals(List.of(file), FullDisk.files(folder));
    }

    /** On a disk with room for the old file and half of the new one, and one without any for the new one. */
    @Test
    void onAFullDiskTheOldFileStaysAndNothingElseIsLeft() throws IOException {
        for (int room : new int[] {512 + 1024, 512}) {
            try (FileSystem disk = FullDisk.of(room)) {
                Path file = Files.writeString(disk.getPath("/work/f"), "old");
                byte[] large = new byte[2048];
                assertEquals(
                        "save: /work/f: out of disk space, must be a file that can be written",
                        assertThrows(DataException.class, () -> WholeFile.write("save", file, large))
                                .getMessage());
                assertEquals("old", Files.readString(file));
                assertEquals(List.of(file), FullDisk.files(file.getParent()));
            }
        }
    }

    @Test
    void ofSeveralFilesNoneTakesItsPlaceIfOneDoesNotFit() throws IOException {
        try (FileSystem disk = FullDisk.of(5 * 512)) {
            Path first = Files.writeString(disk.getPath("/work/first"), "old");
            Path second = disk.getPath("/work/second");
            Map<Path, byte[]> files = new LinkedHashMap<>();
            files.put(first, NEW);
            files.put(second, new byte[2048]);
            assertEquals(
                    "out: /work/second: out of disk space, must be a file that can be written",
                    assertThrows(DataException.class, () -> WholeFile.writeAll("out", files))
                            .getMessage());
            assertEquals("old", Files.readString(first));
            assertEquals(List.of(first), FullDisk.files(first.getParent()));
            files.put(second, new byte[1024]);
            WholeFile.writeAll("out", files);
            assertEquals("new", Files.readString(first));
            assertArrayEquals(new byte[1024], Files.readAllBytes(second));
        }
    }

    @Test
    void aFolderThatIsGoneIsTheReason() {
        Path file = folder.resolve("gone").resolve("f");
        assertEquals(
                "picture: " + file + ": its folder is not there, must be a file that can be written",
                assertThrows(DataException.class, () -> WholeFile.write("picture", file, NEW))
                        .getMessage());
    }

    /** What Java's own messages leave out: that of a FileSystemException is but its file's name. */
    @Test
    void reasonsAreWords() {
        assertEquals("permission denied", WholeFile.reason(new AccessDeniedException("f")));
        assertEquals(
                "Read-only file system", WholeFile.reason(new FileSystemException("f", null, "Read-only file system")));
        assertEquals("NotDirectoryException", WholeFile.reason(new NotDirectoryException("f")));
        assertEquals(
                "Invalid cross-device link",
                WholeFile.reason(new AtomicMoveNotSupportedException("f", "g", "Invalid cross-device link")));
        assertEquals("No space left on device", WholeFile.reason(new IOException("No space left on device")));
        assertEquals("IOException", WholeFile.reason(new IOException()));
    }

    @Test
    void checkingAPlaceLeavesNothingThere() throws IOException {
        Path file = Files.writeString(folder.resolve("old.png"), "old");
        WholeFile.requireWritable(file);
        WholeFile.requireWritable(folder.resolve("new.png"));
        WholeFile.requireWritable(Path.of("relative.png"));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), FullDisk.files(folder));
    }

    @Test
    void placesThatCannotBeWrittenAreRefused() {
        for (Path path : List.of(folder, folder.resolve("missing").resolve("p.png"), Path.of("/"), Path.of(""))) {
            assertThrows(IOException.class, () -> WholeFile.requireWritable(path), path.toString());
        }
    }

    @Test
    void aLinkStaysOne() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real.getFileName());
        WholeFile.write("out", link, NEW);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
        Files.delete(real);
        assertEquals(
                "out: " + link + ": it is a link to what is not there, must be a file that can be written",
                assertThrows(DataException.class, () -> WholeFile.write("out", link, NEW))
                        .getMessage());
        assertEquals(
                "it is a link to what is not there",
                assertThrows(IOException.class, () -> WholeFile.requireWritable(link))
                        .getMessage());
        assertEquals(List.of(link), FullDisk.files(folder));
    }
}
