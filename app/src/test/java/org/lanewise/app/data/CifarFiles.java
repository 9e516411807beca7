package org.lanewise.app.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Makes files of CIFAR-10 for tests. */
public final class CifarFiles {
    static final int RECORD = 3073;

    private CifarFiles() {}

    /** Images of noise, of classes 0, 1, ... */
    static byte[] images(int count, long seed) {
        byte[] bytes = new byte[count * RECORD];
        new Random(seed).nextBytes(bytes);
        for (int i = 0; i < count; i++) {
            bytes[i * RECORD] = (byte) (i % Cifar10.CLASSES);
        }
        return bytes;
    }

    /** Writes all six files, with so many images in each. */
    public static Path writeAll(Path folder, int perFile) throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.write(folder.resolve("data_batch_" + i + ".bin"), images(perFile, i));
        }
        Files.write(folder.resolve("test_batch.bin"), images(perFile, 6));
        return folder;
    }
}
