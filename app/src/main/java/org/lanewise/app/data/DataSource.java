package org.lanewise.app.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where Fashion-MNIST is read from. */
public sealed interface DataSource {
    /** Where Debian's package dataset-fashion-mnist puts the data set. */
    Path DEBIAN_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

    /** What it is, for a person. */
    String description();

    /**
     * Reads the data set.
     *
     * @throws DataException if a file is missing or not what it must be
     */
    FashionMnist read() throws DataException;

    /**
     * The source to use: the folder that was given; else the system's, if it is there; else the subset in the app.
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

    /** A folder with the four files, gzipped (and then named .gz, or not) or plain. */
    record Folder(Path path) implements DataSource {
        @Override
        public String description() {
            return "the Fashion-MNIST files in " + path;
        }

        @Override
        public FashionMnist read() throws DataException {
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
        public String description() {
            return "the subset of Fashion-MNIST in the app (6000 images to learn from, 1000 to test with)";
        }

        @Override
        public FashionMnist read() throws DataException {
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
