package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.List;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the estimates of population statistics. */
@Command(
        name = "population",
        description =
                "Compares estimates of population statistics on Fashion-MNIST: how far each is from the true ones, "
                        + "what the network then recognizes, and what the estimate keeps.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true)
final class PopulationCommand extends StudyCommand<PopulationPlan, PopulationResults> {
    @Option(names = "--width", paramLabel = "N", description = "Features of each of the two hidden layers.")
    private int width = 64;

    @Option(names = "--epochs", paramLabel = "N", description = "How often each image is learned from.")
    private int epochs = 4;

    @Option(
            names = "--batch-sizes",
            paramLabel = "N",
            split = ",",
            description = "Images of a step, in ascending order.")
    private List<Integer> batchSizes = List.of(4, 32, 256);

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Of the first step with " + PopulationPlan.RATE_IMAGES
                    + " images; proportional to the images " + "of a step; it " + Schedule.NAME + ".")
    private double learningRate = 0.1;

    @Option(names = "--picture", paramLabel = "FILE", description = "Where the picture goes, as PNG.")
    private Path picture = Path.of("lanewise-population.png");

    PopulationCommand(Path systemData) {
        super(systemData);
    }

    @Override
    PopulationPlan plan(int seeds) {
        return new PopulationPlan(width, epochs, batchSizes, learningRate, seeds);
    }

    @Override
    void requireWritable(CommandLine command) {
        Writable.requireFile(command, "picture", picture);
    }

    @Override
    PopulationReport report(Basis basis, PopulationPlan plan) {
        return new PopulationReport(basis, plan);
    }

    @Override
    PopulationResults run(Dataset images, PopulationPlan plan, Threads threads) throws DivergedException {
        try (Workers workers = threads.start();
                Bar bar = bar("steps", PopulationExperiment.steps(images, plan))) {
            return PopulationExperiment.run(images, plan, workers.pool(), bar::step);
        }
    }

    @Override
    String product() {
        return "Picture";
    }

    @Override
    Path file() {
        return picture;
    }

    @Override
    void write(PopulationResults results, DataSource source) throws DataException {
        WholeFile.write("picture", picture, PopulationPicture.png(results));
    }
}
