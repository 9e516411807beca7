package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.chart.CurvesPicture;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.file.WholeFile;
import org.lanewise.app.nn.Network;
import org.lanewise.app.train.DivergedException;
import org.lanewise.app.train.Recipe;
import org.lanewise.app.train.Run;
import org.lanewise.app.train.Schedule;
import org.lanewise.app.train.Settings;
import org.lanewise.app.train.Trained;
import org.lanewise.app.train.Trainer;
import org.lanewise.app.train.TrainingListener;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains a network with and without batch normalization, and compares the two.
 *
 * @param <N> the kind of network
 */
abstract class TrainingCommand<N extends Network> implements Callable<Integer> {
    @Option(names = "--epochs", paramLabel = "N", description = "How often each image is learned from.")
    private int epochs = 5;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images of a step, at least 2.")
    private int batchSize = 128;

    @Option(names = "--learning-rate", paramLabel = "R", description = "Of the first step; it " + Schedule.NAME + ".")
    private double learningRate;

    @Option(names = "--seed", paramLabel = "N", description = "Of the weights and the order of the images.")
    private long seed = 1;

    @Option(names = "--picture", paramLabel = "FILE", description = "Where the picture of the curves goes, as PNG.")
    private Path picture;

    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Mixin
    private Threads threads;

    private CommandSpec spec;

    TrainingCommand(double learningRate, Path picture) {
        this.learningRate = learningRate;
        this.picture = picture;
    }

    @Spec
    final void describe(CommandSpec command) {
        spec = command;
        spec.usageMessage().footerHeading("%nHow it learns:%n");
        spec.usageMessage()
                .footer(Method.lines().stream().map(line -> "  " + line).toArray(String[]::new));
    }

    /** Where the images are, by the command's own options. */
    abstract DataSource source() throws DataException;

    /** What to train. */
    abstract Recipe<N> recipe(Optional<ForkJoinPool> pool);

    /** The network in a few words. */
    abstract String network();

    /** Checks options of the command's own before minutes of training. */
    void check() {}

    /** Keeps the network with batch normalization, before the other is trained, which may diverge. */
    void keep(Trained<N> normalized, Delivery delivery) {}

    /** Tells, or puts into the document, what this kind of network has beside the others. */
    void finish(TrainingReport report, List<Run> runs, Optional<Map<String, Object>> document) {}

    @Override
    public final Integer call() throws DataException, DivergedException {
        Settings settings = settings();
        threads.check();
        requireWritable("picture", picture);
        check();
        DataSource source = source();
        Dataset images = source.read();
        PrintWriter out = spec.commandLine().getOut();
        TrainingReport report =
                new TrainingReport(new Basis(out, source, images, threads.count()), network(), settings);
        if (!json) {
            report.printHead();
        }
        Delivery delivery = new Delivery(spec.commandLine());
        List<Run> runs = train(images, settings, json ? TrainingListener.NONE : new TrainingProgress(out), delivery);
        Delivery.Writing drawing =
                () -> WholeFile.write("picture", picture, CurvesPicture.png(runs, report.subtitle()));
        if (json) {
            Map<String, Object> document = report.toJson(runs);
            try {
                delivery.put(document, "Picture", picture, drawing);
            } finally {
                finish(report, runs, Optional.of(document));
                Json.print(out, document);
            }
        } else {
            report.printComparison(runs);
            finish(report, runs, Optional.empty());
            report.printEnd(runs);
            delivery.print(out, "Picture", picture, drawing);
        }
        return delivery.status();
    }

    private List<Run> train(Dataset images, Settings settings, TrainingListener listener, Delivery delivery)
            throws DivergedException {
        try (Workers workers = threads.start()) {
            Trainer<N> trainer = new Trainer<>(images, settings, recipe(workers.pool()), listener);
            Trained<N> normalized = trainer.train(true);
            keep(normalized, delivery);
            return List.of(normalized.run(), trainer.train(false).run());
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
    final void requireWritable(String option, Path file) {
        Writable.requireFile(spec.commandLine(), option, file);
    }

    /** Whether a file is that of the picture. */
    final boolean isPicture(Path file) {
        return file.toAbsolutePath().normalize().equals(picture.toAbsolutePath().normalize());
    }

    /** Ends the command for an option that is not allowed. */
    final void refuse(String message) {
        throw new ParameterException(spec.commandLine(), message);
    }

    /** Where results go. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
