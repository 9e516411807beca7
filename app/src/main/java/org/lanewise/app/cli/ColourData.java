package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import picocli.CommandLine.Option;

/** The option for the images that a convolution is given. */
final class ColourData {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the six binary files of CIFAR-10, or with the four IDX files of Fashion-MNIST, "
                    + "which is padded to 3x32x32. Else Debian's place for Fashion-MNIST; else a subset in the app.")
    private Optional<Path> data;

    ColourData() {}

    DataSource source(Path systemData) throws DataException {
        return DataSource.chooseColour(data, systemData);
    }
}
