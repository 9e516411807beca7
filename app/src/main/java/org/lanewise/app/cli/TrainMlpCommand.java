package org.lanewise.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.ProviderInfo;
import org.lanewise.app.chart.CurvesPicture;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.FashionMnist;
import org.lanewise.app.train.DivergedException;
import org.lanewise.app.train.Run;
import org.lanewise.app.train.Settings;
import org.lanewise.app.train.Trainer;
import org.lanewise.app.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains the 784-256-10 network with and without batch normalization, and compares the two. */
@Command(
        name = "mlp",
        description = "Trains a 784-256-10 network on Fashion-MNIST with and without batch normalization.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true)
final class TrainMlpCommand implements Callable<Integer> {
    private final Path systemData;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the four IDX files of Fashion-MNIST, gzipped or not. Else Debian's place for "
                    + "the data set; else a subset in the app.")
    private Optional<Path> data;

    @Option(names = "--epochs", paramLabel = "N", description = "How often each image is learned from.")
    private int epochs = 5;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images of a step, at least 2.")
    private int batchSize = 128;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Of the first step; it falls to 0 in a straight line.")
    private double learningRate = 0.1;

    @Option(names = "--seed", paramLabel = "N", description = "Of the weights and the order of the images.")
    private long seed = 1;

    @Option(names = "--picture", paramLabel = "FILE", description = "Where the picture of the curves goes, as PNG.")
    private Path picture = Path.of("lanewise-mlp.png");

    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Mixin
    private Threads threads;

    @Spec
    private CommandSpec spec;

    TrainMlpCommand(Path systemData) {
        this.systemData = systemData;
    }

    @Override
    public Integer call() throws IOException, DivergedException {
        Settings settings = settings();
        threads.check();
        checkPicture();
        DataSource source = DataSource.choose(data, systemData);
        FashionMnist images = source.read();
        PrintWriter out = spec.commandLine().getOut();
        TrainingReport report =
                new TrainingReport(out, source, images, settings, threads.count(), ProviderInfo.current());
        if (!json) {
            report.printHead();
        }
        List<Run> runs = train(images, settings, json ? TrainingListener.NONE : new TrainingProgress(out));
        CurvesPicture.write(runs, report.subtitle(), picture);
        if (json) {
            report.printJson(runs, picture);
        } else {
            report.printComparison(runs, picture);
        }
        return 0;
    }

    private List<Run> train(FashionMnist images, Settings settings, TrainingListener listener)
            throws DivergedException {
        Optional<ForkJoinPool> pool = threads.newPool();
        try {
            Trainer trainer = new Trainer(images, settings, pool, listener);
            return List.of(trainer.train(true), trainer.train(false));
        } finally {
            pool.ifPresent(ForkJoinPool::close);
        }
    }

    private Settings settings() {
        try {
            return new Settings(epochs, batchSize, learningRate, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Now, not after minutes of training. */
    private void checkPicture() {
        try {
            CurvesPicture.requireWritable(picture);
        } catch (IOException e) {
            // The message of a FileSystemException is but the file's name.
            String reason = e instanceof FileSystemException ? e.getClass().getSimpleName() : e.getMessage();
            throw new ParameterException(
                    spec.commandLine(),
                    "picture: " + picture + ", must be a file that can be written (" + reason + ")", e);
        }
    }
}
