package org.lanewise.app.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10's binary version: five files to learn from and one to test with, each a sequence of images. An image is a
 * byte for its class and 3072 for its red, green and blue planes.
 */
final class Cifar10 {
    /** The kinds of things in the images. */
    static final int CLASSES = 10;

    private static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".bin")
            .toList();
    private static final List<String> TEST = List.of("test_batch.bin");

    private static final int RECORD = 1 + ColourImages.SIZE;

    /** Ten times what the files have; all of them fit into one array. */
    private static final int MAX_PER_FILE = 100_000;

    private Cifar10() {}

    /** Whether there is any of the files. */
    static boolean isIn(Path folder) {
        return Stream.concat(TRAIN.stream(), TEST.stream()).anyMatch(file -> Files.exists(folder.resolve(file)));
    }

    static Dataset read(Path folder) throws DataException {
        return new Dataset(readAll(folder, TRAIN), readAll(folder, TEST));
    }

    private static LabelledImages readAll(Path folder, List<String> names) throws DataException {
        int count = 0;
        for (String name : names) {
            count += count(folder.resolve(name));
        }
        byte[] pixels = new byte[count * ColourImages.SIZE];
        byte[] labels = new byte[count];
        int image = 0;
        for (String name : names) {
            Path file = folder.resolve(name);
            byte[] bytes = readFile(file, count(file));
            for (int from = 0; from < bytes.length; from += RECORD) {
                int label = Byte.toUnsignedInt(bytes[from]);
                if (label >= CLASSES) {
                    throw new DataException("data: " + file + ": label " + label + " of image " + from / RECORD
                            + ", must be 0 to " + (CLASSES - 1));
                }
                labels[image] = bytes[from];
                System.arraycopy(bytes, from + 1, pixels, image * ColourImages.SIZE, ColourImages.SIZE);
                image++;
            }
        }
        return new LabelledImages(pixels, labels, ColourImages.SIZE);
    }

    private static int count(Path file) throws DataException {
        if (!Files.isRegularFile(file)) {
            throw new DataException("data: " + file + " is missing, must be there with the five others of CIFAR-10");
        }
        try {
            long size = Files.size(file);
            if (size == 0 || size % RECORD != 0 || size / RECORD > MAX_PER_FILE) {
                throw new DataException("data: " + file + ": " + size + " bytes, must be a multiple of " + RECORD
                        + ", from 1 to " + MAX_PER_FILE + " images");
            }
            return (int) (size / RECORD);
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] readFile(Path file, int count) throws DataException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (bytes.length != count * RECORD) {
            throw new DataException("data: " + file + ": changed while it was read, must stay as it is");
        }
        return bytes;
    }

    private static DataException unreadable(Path file, IOException e) {
        return new DataException("data: " + file + ": can't be read (" + e + "), must be a readable file", e);
    }
}
