package org.lanewise.app.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Images of 10 kinds of clothing, 28 by 28 pixels, in the four IDX files that MNIST had before it. */
public final class FashionMnist {
    static final String NAME = "Fashion-MNIST";

    /** The kinds of clothing. */
    public static final int CLASSES = 10;

    /** The pixels of an image. */
    public static final int PIXELS = 28 * 28;

    private static final String TRAIN = "train";
    private static final String TEST = "t10k";
    private static final String IMAGES = "-images-idx3-ubyte";
    private static final String LABELS = "-labels-idx1-ubyte";

    /** Where the files come from. */
    interface Files {
        /**
         * Opens a file.
         *
         * @throws DataException if it is not there
         */
        InputStream open(String file) throws IOException;

        /** What to call a file in errors. */
        String nameOf(String file);
    }

    private FashionMnist() {}

    /** Whether there is any of the files in a folder, gzipped or not. */
    static boolean isIn(Path folder) {
        return Stream.of(TRAIN + IMAGES, TRAIN + LABELS, TEST + IMAGES, TEST + LABELS)
                .flatMap(file -> Stream.of(file, file + ".gz"))
                .anyMatch(file -> java.nio.file.Files.exists(folder.resolve(file)));
    }

    static Dataset read(Files files) throws DataException {
        return new Dataset(readSet(files, TRAIN), readSet(files, TEST));
    }

    private static LabelledImages readSet(Files files, String set) throws DataException {
        String imageFile = set + IMAGES;
        String labelFile = set + LABELS;
        Idx images = readFile(files, imageFile, 3);
        Idx labels = readFile(files, labelFile, 1);
        int count = images.sizes()[0];
        if (images.sizes()[1] * images.sizes()[2] != PIXELS) {
            throw new DataException(files.nameOf(imageFile) + ": images of " + images.sizes()[1] + "x"
                    + images.sizes()[2] + " pixels, must be 28x28");
        }
        if (labels.sizes()[0] != count) {
            throw new DataException(files.nameOf(labelFile) + ": " + labels.sizes()[0] + " labels, must be " + count
                    + ", one for each image of " + imageFile);
        }
        for (byte label : labels.elements()) {
            if (Byte.toUnsignedInt(label) >= CLASSES) {
                throw new DataException(files.nameOf(labelFile) + ": label " + Byte.toUnsignedInt(label)
                        + ", must be 0 to " + (CLASSES - 1));
            }
        }
        if (count < 2) {
            throw new DataException(files.nameOf(imageFile) + ": " + count + " image, must be at least 2");
        }
        return new LabelledImages(images.elements(), labels.elements(), PIXELS);
    }

    private static Idx readFile(Files files, String file, int rank) throws DataException {
        try (InputStream in = files.open(file)) {
            return Idx.read(in, files.nameOf(file), rank);
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(files.nameOf(file) + ": can't be read (" + e + "), must be a readable file", e);
        }
    }
}
