package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.file.CnnFile;
import org.lanewise.app.nn.Cnn;
import org.lanewise.app.train.Recipe;
import org.lanewise.app.train.Run;
import org.lanewise.app.train.Trained;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the network with a convolution with and without batch normalization, and compares the two. */
@Command(
        name = "cnn",
        description = "Trains a small convolutional network on CIFAR-10, where it is given, or Fashion-MNIST, with and "
                + "without batch normalization.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true)
final class TrainCnnCommand extends TrainingCommand<Cnn> {
    private static final String NETWORK = "3x32x32, convolution 3x3 to 16, ReLU, max pooling 2x2, linear 4096-10";

    private final Path systemData;

    @Mixin
    private ColourData data;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Where the network with batch normalization goes, as safetensors; see lanewise eval cnn. If "
                    + "the disk is full then, or the like, the network goes to a new file in the system's temporary "
                    + "folder, else in the working directory, and a line says where it is.")
    private Optional<Path> save;

    /** Where the network is. */
    private Optional<Path> saved = Optional.empty();

    /** A digest of what the saved network gives for the test images. */
    private String outputs;

    TrainCnnCommand(Path systemData) {
        super(0.01, Path.of("lanewise-cnn.png"));
        this.systemData = systemData;
    }

    @Override
    DataSource source() throws DataException {
        return data.source(systemData);
    }

    @Override
    Recipe<Cnn> recipe(Optional<ForkJoinPool> pool) {
        return Recipe.cnn(pool);
    }

    @Override
    String network() {
        return NETWORK;
    }

    @Override
    void check() {
        save.ifPresent(file -> requireWritable("save", file));
        save.filter(this::isPicture)
                .ifPresent(file -> refuse("save: " + file + ", must be another file than the picture"));
    }

    @Override
    void keep(Trained<Cnn> normalized, Delivery delivery) {
        save.ifPresent(file -> {
            CnnFile.Saved result = CnnFile.save(normalized.network(), file);
            result.failure().ifPresent(delivery::tell);
            saved = result.place().map(place -> place.toAbsolutePath().normalize());
            outputs = normalized.test().outputs();
        });
    }

    @Override
    void finish(TrainingReport report, List<Run> runs, Optional<Map<String, Object>> document) {
        document.ifPresentOrElse(map -> map.put("millisByLayer", byRun(runs)), () -> report.printLayers(runs));
        if (save.isPresent()) {
            document.ifPresentOrElse(
                    map -> {
                        map.put("saved", saved.map(Path::toString).orElse(null));
                        map.put("outputs", outputs);
                    },
                    () -> out().printf(
                                    "%nSaved, with batch normalization: %s%nOutputs for the test images: %s%n",
                                    saved.map(Path::toString).orElse("-"), outputs));
        }
    }

    /** In the order of the runs. */
    private static List<Object> byRun(List<Run> runs) {
        List<Object> all = new ArrayList<>();
        for (Run run : runs) {
            all.add(Map.of("batchNormalization", run.batchNormalized(), "layers", run.millisByLayer()));
        }
        return all;
    }
}
