package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.lanewise.app.data.DataSource;
import picocli.CommandLine.Option;

/** The option for the images that a fully connected network is given. */
final class GreyData {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the four IDX files of Fashion-MNIST, gzipped or not. Else Debian's place for "
                    + "the data set; else a subset in the app.")
    private Optional<Path> data;

    GreyData() {}

    DataSource source(Path systemData) {
        return DataSource.choose(data, systemData);
    }
}
