package org.lanewise.app.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceTest {
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";

    @TempDir
    private Path folder;

    @Test
    void givenFolderComesFirstThenTheSystemsThenTheApps() {
        Path given = Path.of("given");
        Path missing = folder.resolve("missing");
        assertEquals(new DataSource.Folder(given), DataSource.choose(Optional.of(given), folder));
        assertEquals(new DataSource.Folder(folder), DataSource.choose(Optional.empty(), folder));
        assertEquals(new DataSource.Embedded(), DataSource.choose(Optional.empty(), missing));
    }

    @Test
    void readsAFolderOfGzippedAndPlainFiles() throws IOException {
        Dataset data = readFolder(12, 7);
        assertEquals(12, data.train().count());
        assertEquals(7, data.test().count());
        assertEquals(28 * 28, data.test().imageSize());
        assertEquals(3, data.train().labels()[3]);
    }

    @Test
    void gzipIsKnownByTheContentsNotByTheName() throws IOException {
        IdxFiles.writeAll(folder, 12, 7);
        Files.move(folder.resolve(TRAIN_LABELS), folder.resolve("train-labels-idx1-ubyte"));
        Files.move(folder.resolve("t10k-images-idx3-ubyte"), folder.resolve("t10k-images-idx3-ubyte.gz"));
        Dataset data = new DataSource.Folder(folder).read();
        assertEquals(12, data.train().count());
        assertEquals(7, data.test().count());
    }

    @Test
    void theAppsSubsetHasTheFirstImagesOfEachSetInItsOrder() throws IOException {
        Dataset data = new DataSource.Embedded().read();
        assertEquals(6000, data.train().count());
        assertEquals(1000, data.test().count());
        // The labels that Fashion-MNIST begins with, and how many there are of each among the first.
        assertEquals(9, data.train().labels()[0]);
        assertEquals(9, data.test().labels()[0]);
        assertEquals(2, data.test().labels()[1]);
        long[] counts = new long[FashionMnist.CLASSES];
        for (byte label : data.train().labels()) {
            counts[label]++;
        }
        assertEquals(560, counts[0]);
        assertEquals(602, counts[9]);
    }

    @Test
    void theAppsSubsetStatesItsLicence() throws IOException {
        try (InputStream in = DataSource.class.getResourceAsStream("fashion-mnist/LICENSE")) {
            String licence = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(licence.contains("Copyright (c) 2017 Zalando SE"), licence);
            assertTrue(licence.contains("MIT License"), licence);
        }
    }

    @Test
    void aMissingFolderIsNamed() {
        Path missing = folder.resolve("missing");
        assertError("data: " + missing + ", must be a folder with the four IDX files of Fashion-MNIST", missing);
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        IdxFiles.writeAll(folder, 12, 7);
        Files.delete(folder.resolve(TRAIN_LABELS));
        assertError(
                "data: " + folder.resolve("train-labels-idx1-ubyte")
                        + " is missing, must be there, as it is or as train-labels-idx1-ubyte.gz",
                folder);
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        IdxFiles.writeAll(folder, 12, 7);
        Path file = folder.resolve("t10k-labels-idx1-ubyte");
        Files.write(file, Arrays.copyOf(IdxFiles.labels(7), 11));
        assertError("data: " + file + ": truncated after 3 elements, must have 7", folder);
    }

    @Test
    void countsMustAgree() throws IOException {
        IdxFiles.writeAll(folder, 12, 7);
        Files.write(folder.resolve(TRAIN_LABELS), IdxFiles.labels(11));
        assertError(
                "data: " + folder.resolve(TRAIN_LABELS)
                        + ": 11 labels, must be 12, one for each image of train-images-idx3-ubyte",
                folder);
    }

    @Test
    void labelsMustBeClasses() throws IOException {
        IdxFiles.writeAll(folder, 12, 7);
        byte[] labels = IdxFiles.labels(12);
        labels[labels.length - 1] = (byte) 200;
        Files.write(folder.resolve(TRAIN_LABELS), labels);
        assertError("data: " + folder.resolve(TRAIN_LABELS) + ": label 200, must be 0 to 9", folder);
    }

    @Test
    void imagesMustBeOfTheRightSize() throws IOException {
        IdxFiles.writeAll(folder, 12, 7);
        Path file = folder.resolve("t10k-images-idx3-ubyte");
        Files.write(file, IdxFiles.idx(0x803, new int[] {7, 27, 28}, new byte[7 * 27 * 28]));
        assertError("data: " + file + ": images of 27x28 pixels, must be 28x28", folder);
    }

    @Test
    void oneImageIsTooFew() throws IOException {
        IdxFiles.writeAll(folder, 1, 7);
        assertError("data: " + folder.resolve("train-images-idx3-ubyte.gz") + ": 1 image, must be at least 2", folder);
    }

    @Test
    void aFolderInAFilesPlaceIsNamed() throws IOException {
        IdxFiles.writeAll(folder, 12, 7);
        Files.delete(folder.resolve(TRAIN_LABELS));
        Files.createDirectory(folder.resolve(TRAIN_LABELS));
        DataException e = assertThrows(DataException.class, () -> new DataSource.Folder(folder).read());
        String start = "data: " + folder.resolve(TRAIN_LABELS) + ": can't be read";
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
    }

    private Dataset readFolder(int train, int test) throws IOException {
        return new DataSource.Folder(IdxFiles.writeAll(folder, train, test)).read();
    }

    private static void assertError(String message, Path path) {
        assertEquals(
                message,
                assertThrows(DataException.class, () -> new DataSource.Folder(path).read())
                        .getMessage());
    }
}
