package org.lanewise.app.cli;

import java.nio.file.Path;
import java.util.List;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.experiment.Claim;
import org.lanewise.app.experiment.Claims;
import org.lanewise.app.experiment.Experiment;
import org.lanewise.app.experiment.Plan;
import org.lanewise.app.experiment.Results;
import org.lanewise.app.page.ExperimentFolder;
import org.lanewise.app.train.Schedule;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what batch normalization does, and leaves a page with the results. */
@Command(
        name = "experiment",
        description = "Measures what batch normalization does: trains networks of ReLU, sigmoid and tanh, with 2 and 8 "
                + "hidden layers, with and without it, at several learning rates, on Fashion-MNIST; says which popular "
                + "claims hold, and leaves a folder with a page for a browser.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true,
        subcommands = PopulationCommand.class)
final class ExperimentCommand extends StudyCommand<Plan, ExperimentCommand.Outcome> {
    /**
     * What came of the trainings.
     *
     * @param claims what that says about each
     */
    record Outcome(Results results, List<Claim> claims) {}

    @Option(names = "--width", paramLabel = "N", description = "Features of each hidden layer.")
    private int width = 64;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of each training.")
    private int steps = 200;

    @Option(
            names = "--learning-rates",
            paramLabel = "R",
            split = ",",
            description = "Of the first step, in ascending order; each " + Schedule.NAME + ".")
    private List<Double> learningRates = List.of(0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0);

    @Option(names = "--out", paramLabel = "DIR", description = "The folder for the page and its pictures.")
    private Path folder = Path.of("lanewise-experiment");

    ExperimentCommand(Path systemData) {
        super(systemData);
    }

    @Override
    Plan plan(int seeds) {
        return new Plan(width, steps, seeds, learningRates);
    }

    @Override
    void requireWritable(CommandLine command) {
        Writable.requireFolder(command, "out", folder, ExperimentFolder.PAGE);
    }

    @Override
    ExperimentReport report(Basis basis, Plan plan) {
        return new ExperimentReport(basis, plan);
    }

    @Override
    Outcome run(Dataset images, Plan plan, Threads threads) throws InterruptedException {
        try (Bar bar = bar("trainings", plan.trials().size())) {
            Results results = Experiment.run(images, plan, threads.count(), bar::step);
            return new Outcome(results, Claims.of(results));
        }
    }

    @Override
    String product() {
        return "Page";
    }

    @Override
    Path file() {
        return folder.resolve(ExperimentFolder.PAGE);
    }

    @Override
    void write(Outcome outcome, DataSource source) throws DataException {
        ExperimentFolder.write(folder, outcome.results(), outcome.claims(), source.description());
    }
}
