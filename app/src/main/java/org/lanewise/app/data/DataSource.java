package org.lanewise.app.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where images are read from. */
public sealed interface DataSource {
    /** Where Debian's package dataset-fashion-mnist puts the data set. */
    Path DEBIAN_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    /** The name of the data set. */
    String dataset();

    /** What it is and where, for a person. */
    String description();

    /**
     * Reads the data set.
     *
     * @throws DataException if a file is missing or not what it must be
     */
    Dataset read() throws DataException;

    /**
     * The source of grey images to use: the folder that was given; else the system's, if it is there; else the subset
     * in the app.
     *
     * @param given the folder to use in any case
     * @param system the folder to use if nothing was given and it is there, {@link #DEBIAN_FOLDER}
     */
    static DataSource choose(Optional<Path> given, Path system) {
        if (given.isPresent()) {
            return new Folder(given.get());
        }
        return Files.isDirectory(system) ? new Folder(system) : new Embedded();
    }

    /**
     * The source of colour images to use: the folder that was given, of CIFAR-10 or Fashion-MNIST; else Fashion-MNIST
     * as of {@link #choose}.
     *
     * @throws DataException if the folder that was given has neither
     */
    static DataSource chooseColour(Optional<Path> given, Path system) throws DataException {
        if (given.isPresent() && Cifar10.isIn(given.get())) {
            return new CifarFolder(given.get());
        }
        if (given.isPresent() && !FashionMnist.isIn(given.get())) {
            throw new DataException("data: " + given.get() + ", must be a folder with the six binary files of CIFAR-10 "
                    + "or the four IDX files of Fashion-MNIST");
        }
        return new Padded(choose(given, system));
    }

    /** A folder with the six binary files of CIFAR-10. */
    record CifarFolder(Path path) implements DataSource {
        @Override
        public String dataset() {
            return "CIFAR-10";
        }

        @Override
        public String description() {
            return "the CIFAR-10 files in " + path;
        }

        @Override
        public Dataset read() throws DataException {
            return Cifar10.read(path);
        }
    }

    /** Fashion-MNIST as {@link ColourImages}. */
    record Padded(DataSource grey) implements DataSource {
        @Override
        public String dataset() {
            return grey.dataset();
        }

        @Override
        public String description() {
            return grey.description() + ", padded to 3x32x32";
        }

        @Override
        public Dataset read() throws DataException {
            return ColourImages.padded(grey.read());
        }
    }

    /** A folder with the four files of Fashion-MNIST, gzipped (and then named .gz, or not) or plain. */
    record Folder(Path path) implements DataSource {
        @Override
        public String dataset() {
            return FashionMnist.NAME;
        }

        @Override
        public String description() {
            return "the Fashion-MNIST files in " + path;
        }

        @Override
        public Dataset read() throws DataException {
            if (!Files.isDirectory(path)) {
                throw new DataException(
                        "data: " + path + ", must be a folder with the four IDX files of Fashion-MNIST");
            }
            return FashionMnist.read(new FashionMnist.Files() {
                @Override
                public InputStream open(String file) throws IOException {
                    Path found = find(file);
                    if (!Files.exists(found)) {
                        throw new DataException(
                                "data: " + found + " is missing, must be there, as it is or as " + file + ".gz");
                    }
                    return Files.newInputStream(found);
                }

                @Override
                public String nameOf(String file) {
                    return "data: " + find(file);
                }
            });
        }

        private Path find(String file) {
            Path zipped = path.resolve(file + ".gz");
            return Files.exists(zipped) ? zipped : path.resolve(file);
        }
    }

    /** The first images of Fashion-MNIST, which are part of the app: see the README beside them. */
    record Embedded() implements DataSource {
        @Override
        public String dataset() {
            return FashionMnist.NAME;
        }

        @Override
        public String description() {
            return "the subset of Fashion-MNIST in the app (6000 images to learn from, 1000 to test with)";
        }

        @Override
        public Dataset read() throws DataException {
            return FashionMnist.read(new FashionMnist.Files() {
                @Override
                public InputStream open(String file) throws DataException {
                    InputStream in = DataSource.class.getResourceAsStream("fashion-mnist/" + file + ".gz");
                    if (in == null) {
                        throw new DataException(nameOf(file) + " is missing, must be in the app's jar");
                    }
                    return in;
                }

                @Override
                public String nameOf(String file) {
                    return "data: the app's " + file + ".gz";
                }
            });
        }
    }
}
