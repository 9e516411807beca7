package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.app.chart.PopulationPicture;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.experiment.population.PopulationExperiment;
import org.lanewise.app.experiment.population.PopulationPlan;
import org.lanewise.app.experiment.population.PopulationResults;
import org.lanewise.app.file.WholeFile;
import org.lanewise.app.train.DivergedException;
import org.lanewise.app.train.Schedule;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the estimates of population statistics. */
@Command(
        name = "population",
        description = "Compares estimates of population statistics on Fashion-MNIST: how far each is from the true ones, "
                + "what the network then recognizes, and what the estimate keeps.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true)
final class PopulationCommand implements Callable<Integer> {
    private final Path systemData;

    @Option(names = "--width", paramLabel = "N", description = "Features of each of the two hidden layers.")
    private int width = 64;

    @Option(names = "--epochs", paramLabel = "N", description = "How often each image is learned from.")
    private int epochs = 4;

    @Option(names = "--batch-sizes", paramLabel = "N", split = ",", description = "Images of a step, in ascending order.")
    private List<Integer> batchSizes = List.of(4, 32, 256);

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Of the first step with " + PopulationPlan.RATE_IMAGES + " images; proportional to the images "
                    + "of a step; it " + Schedule.NAME + ".")
    private double learningRate = 0.1;

    @Option(names = "--seeds", paramLabel = "N", description = "How often each training is repeated.")
    private int seeds = 3;

    @Option(names = "--picture", paramLabel = "FILE", description = "Where the picture goes, as PNG.")
    private Path picture = Path.of("lanewise-population.png");

    @Mixin
    private GreyData data;

    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Mixin
    private Threads threads;

    @Spec
    private CommandSpec spec;

    PopulationCommand(Path systemData) {
        this.systemData = systemData;
    }

    @Override
    public Integer call() throws DataException, DivergedException {
        PopulationPlan plan = plan();
        threads.check();
        Writable.requireFile(spec.commandLine(), "picture", picture);
        DataSource source = data.source(systemData);
        Dataset images = source.read();
        PrintWriter out = spec.commandLine().getOut();
        PopulationReport report = new PopulationReport(out, source, images, plan, threads.count());
        if (!json) {
            report.printHead();
        }
        long start = System.nanoTime();
        PopulationResults results = run(images, plan);
        double seconds = (System.nanoTime() - start) / 1e9;
        Delivery delivery = new Delivery(spec.commandLine());
        Delivery.Writing drawing = () -> WholeFile.write("picture", picture, PopulationPicture.png(results));
        if (json) {
            Map<String, Object> document = report.toJson(results, seconds);
            try {
                document.put("picture", delivery.of(picture, drawing).map(Path::toString).orElse(null));
            } finally {
                Json.print(out, document);
            }
        } else {
            report.print(results, seconds);
            delivery.of(picture, drawing).ifPresent(file -> out.println("Picture: " + file));
        }
        return delivery.status();
    }

    private PopulationResults run(Dataset images, PopulationPlan plan) throws DivergedException {
        Optional<ForkJoinPool> pool = threads.newPool();
        try (Bar bar = json ? Bar.none() : Bar.of("steps", PopulationExperiment.steps(images, plan))) {
            return PopulationExperiment.run(images, plan, pool, bar::step);
        } finally {
            pool.ifPresent(ForkJoinPool::close);
        }
    }

    private PopulationPlan plan() {
        try {
            return new PopulationPlan(width, epochs, batchSizes, learningRate, seeds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
