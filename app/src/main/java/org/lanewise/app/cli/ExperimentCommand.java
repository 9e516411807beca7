package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class ExperimentCommand implements Callable<Integer> {
    private final Path systemData;

    @Option(names = "--width", paramLabel = "N", description = "Features of each hidden layer.")
    private int width = 64;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of each training.")
    private int steps = 200;

    @Option(names = "--seeds", paramLabel = "N", description = "How often each training is repeated.")
    private int seeds = 3;

    @Option(
            names = "--learning-rates",
            paramLabel = "R",
            split = ",",
            description = "Of the first step, in ascending order; each " + Schedule.NAME + ".")
    private List<Double> learningRates = List.of(0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0);

    @Option(names = "--out", paramLabel = "DIR", description = "The folder for the page and its pictures.")
    private Path folder = Path.of("lanewise-experiment");

    @Mixin
    private GreyData data;

    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Mixin
    private Threads threads;

    @Spec
    private CommandSpec spec;

    ExperimentCommand(Path systemData) {
        this.systemData = systemData;
    }

    @Override
    public Integer call() throws DataException, InterruptedException {
        Plan plan = plan();
        threads.check();
        Writable.requireFolder(spec.commandLine(), "out", folder, ExperimentFolder.PAGE);
        DataSource source = data.source(systemData);
        Dataset images = source.read();
        PrintWriter out = spec.commandLine().getOut();
        ExperimentReport report = new ExperimentReport(out, source, images, plan, threads.count());
        if (!json) {
            report.printHead();
        }
        long start = System.nanoTime();
        Results results;
        try (Bar bar = json ? Bar.none() : Bar.of("trainings", plan.trials().size())) {
            results = Experiment.run(images, plan, threads.count(), bar::step);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Claim> claims = Claims.of(results);
        Delivery delivery = new Delivery(spec.commandLine());
        Delivery.Writing page = () -> ExperimentFolder.write(folder, results, claims, source.description());
        Path file = folder.resolve(ExperimentFolder.PAGE);
        if (json) {
            Map<String, Object> document = report.toJson(results, claims, seconds);
            try {
                document.put("page", delivery.of(file, page).map(Path::toString).orElse(null));
            } finally {
                Json.print(out, document);
            }
        } else {
            report.print(claims, seconds);
            delivery.of(file, page).ifPresent(written -> out.println("Page: " + written));
        }
        return delivery.status();
    }

    private Plan plan() {
        try {
            return new Plan(width, steps, seeds, learningRates);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
