package org.lanewise.app.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void takesThePlaceOfAFileOnceItIsWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "old");
        assertThrows(IOException.class, () -> WholeFile.write(file, out -> {
            out.write(1);
            throw new IOException("disk full");
        }));
        assertEquals("old", Files.readString(file));
        WholeFile.write(file, out -> {
            out.write('n');
            assertEquals("old", Files.readString(file));
        });
        assertEquals("n", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void checkingAPlaceLeavesNothingThere() throws IOException {
        Path file = Files.writeString(folder.resolve("old.png"), "old");
        WholeFile.requireWritable(file);
        WholeFile.requireWritable(folder.resolve("new.png"));
        WholeFile.requireWritable(Path.of("relative.png"));
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
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
        WholeFile.write(link, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }
}
