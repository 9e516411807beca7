package org.lanewise.app.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files for tests. */
public final class IdxFiles {
    private static final int SIDE = 28;

    private IdxFiles() {}

    /** The bytes of an IDX file. */
    static byte[] idx(int magic, int[] sizes, byte... elements) {
        ByteBuffer buffer =
                ByteBuffer.allocate(4 + 4 * sizes.length + elements.length).putInt(magic);
        for (int size : sizes) {
            buffer.putInt(size);
        }
        return buffer.put(elements).array();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] images(int count) {
        byte[] pixels = new byte[count * SIDE * SIDE];
        new Random(count).nextBytes(pixels);
        return idx(0x803, new int[] {count, SIDE, SIDE}, pixels);
    }

    static byte[] labels(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % FashionMnist.CLASSES);
        }
        return idx(0x801, new int[] {count}, labels);
    }

    /** Writes a whole data set of noise, the training half gzipped and the test half plain. */
    public static Path writeAll(Path folder, int train, int test) throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(images(train)));
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(labels(train)));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(test));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(test));
        return folder;
    }
}
