package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.nn.Mlp;
import org.lanewise.app.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains the 784-256-10 network with and without batch normalization, and compares the two. */
@Command(
        name = "mlp",
        description = "Trains a 784-256-10 network on Fashion-MNIST with and without batch normalization.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true)
final class TrainMlpCommand extends TrainingCommand<Mlp> {
    private final Path systemData;

    @Mixin
    private GreyData data;

    TrainMlpCommand(Path systemData) {
        super(0.1, Path.of("lanewise-mlp.png"));
        this.systemData = systemData;
    }

    @Override
    DataSource source() {
        return data.source(systemData);
    }

    @Override
    Recipe<Mlp> recipe(Optional<ForkJoinPool> pool) {
        return Recipe.mlp(pool);
    }

    @Override
    String network() {
        return "784-256-10 with ReLU";
    }
}
