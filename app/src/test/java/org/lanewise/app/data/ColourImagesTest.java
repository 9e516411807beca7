package org.lanewise.app.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColourImagesTest {
    @TempDir
    private Path folder;

    @Test
    void readsCifarsFilesInTheirOrder() throws IOException {
        CifarFiles.writeAll(folder, 3);
        Files.write(folder.resolve("data_batch_2.bin"), CifarFiles.images(4, 2));
        DataSource source = DataSource.chooseColour(Optional.of(folder), folder);
        assertEquals("CIFAR-10", source.dataset());
        assertEquals("the CIFAR-10 files in " + folder, source.description());
        Dataset data = source.read();
        assertEquals(16, data.train().count());
        assertEquals(3, data.test().count());
        assertArrayEquals(
                new byte[] {0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 0, 1, 2, 0, 1, 2},
                data.train().labels());
        byte[] second = CifarFiles.images(4, 2);
        assertArrayEquals(
                Arrays.copyOfRange(second, 3 * CifarFiles.RECORD + 1, 4 * CifarFiles.RECORD),
                Arrays.copyOfRange(data.train().pixels(), 6 * 3072, 7 * 3072));
    }

    @Test
    void namesWhatIsWrongWithCifarsFiles() throws IOException {
        CifarFiles.writeAll(folder, 2);
        Path file = folder.resolve("data_batch_3.bin");
        String size = " bytes, must be a multiple of 3073, from 1 to 100000 images";
        for (int bytes : new int[] {0, 1, 3072, 2 * 3073 - 1}) {
            Files.write(file, Arrays.copyOf(CifarFiles.images(2, 3), bytes));
            assertError("data: " + file + ": " + bytes + size, folder);
        }
        byte[] wrong = CifarFiles.images(2, 3);
        wrong[3073] = 10;
        Files.write(file, wrong);
        assertError("data: " + file + ": label 10 of image 1, must be 0 to 9", folder);
        wrong[3073] = -1;
        Files.write(file, wrong);
        assertError("data: " + file + ": label 255 of image 1, must be 0 to 9", folder);
        Files.delete(file);
        assertError("data: " + file + " is missing, must be there with the five others of CIFAR-10", folder);
    }

    @Test
    void aFolderOfNeitherIsNamed() {
        for (Path path : new Path[] {folder, folder.resolve("missing")}) {
            assertError(
                    "data: " + path + ", must be a folder with the six binary files of CIFAR-10 or the four IDX "
                            + "files of Fashion-MNIST",
                    path);
        }
    }

    @Test
    void greyImagesAreInTheMiddleOfEachPlane() throws IOException {
        IdxFiles.writeAll(folder, 5, 3);
        DataSource source = DataSource.chooseColour(Optional.of(folder), folder);
        assertEquals("the Fashion-MNIST files in " + folder + ", padded to 3x32x32", source.description());
        assertEquals(source, DataSource.chooseColour(Optional.empty(), folder));
        LabelledImages grey = new DataSource.Folder(folder).read().train();
        LabelledImages colour = source.read().train();
        assertArrayEquals(grey.labels(), colour.labels());
        for (int i = 0; i < colour.pixels().length; i++) {
            int image = i / 3072;
            int line = i / 32 % 32 - 2;
            int column = i % 32 - 2;
            boolean inside = line >= 0 && line < 28 && column >= 0 && column < 28;
            assertEquals(inside ? grey.pixels()[(image * 28 + line) * 28 + column] : 0, colour.pixels()[i]);
        }
    }

    private void assertError(String message, Path path) {
        assertEquals(
                message,
                assertThrows(
                                DataException.class,
                                () -> DataSource.chooseColour(Optional.of(path), folder)
                                        .read())
                        .getMessage());
    }
}
