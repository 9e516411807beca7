package org.lanewise.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lanewise.app.data.DataException;
import org.lanewise.app.data.DataSource;
import org.lanewise.app.data.Dataset;
import org.lanewise.app.train.DivergedException;
import org.lanewise.tools.terminal.Bar;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures something over many trainings on Fashion-MNIST, and leaves the results in a file.
 *
 * @param <P> what is to be done
 * @param <R> what comes of it
 */
abstract class StudyCommand<P, R> implements Callable<Integer> {
    private final Path systemData;

    @Option(names = "--seeds", paramLabel = "N", description = "How often each training is repeated.")
    private int seeds = 3;

    @Mixin
    private GreyData data;

    @Option(names = "--json", description = "Print one JSON document and nothing else.")
    private boolean json;

    @Mixin
    private Threads threads;

    @Spec
    private CommandSpec spec;

    StudyCommand(Path systemData) {
        this.systemData = systemData;
    }

    /**
     * What the options ask for.
     *
     * @throws IllegalArgumentException for one that is not allowed
     */
    abstract P plan(int seeds);

    /** Ends the command if its file could not be written. */
    abstract void requireWritable(CommandLine command);

    abstract StudyReport<R> report(Basis basis, P plan);

    abstract R run(Dataset images, P plan, Threads threads) throws DivergedException, InterruptedException;

    /** The file of the results, as the report calls it. */
    abstract String product();

    /** Where that is. */
    abstract Path file();

    /** Writes it. */
    abstract void write(R results, DataSource source) throws DataException;

    /** A bar for a person; none beside a document. */
    final Bar bar(String task, long steps) {
        return json ? Bar.none() : Bar.of(task, steps);
    }

    @Override
    public final Integer call() throws DataException, DivergedException, InterruptedException {
        P plan = allowed();
        threads.check();
        requireWritable(spec.commandLine());
        DataSource source = data.source(systemData);
        Dataset images = source.read();
        PrintWriter out = spec.commandLine().getOut();
        StudyReport<R> report = report(new Basis(out, source, images, threads.count()), plan);
        if (!json) {
            report.printHead();
        }
        long start = System.nanoTime();
        R results = run(images, plan, threads);
        double seconds = (System.nanoTime() - start) / 1e9;
        Delivery delivery = new Delivery(spec.commandLine());
        Delivery.Writing writing = () -> write(results, source);
        if (json) {
            Map<String, Object> document = report.toJson(results, seconds);
            try {
                delivery.put(document, product(), file(), writing);
            } finally {
                Json.print(out, document);
            }
        } else {
            report.print(results, seconds);
            delivery.print(out, product(), file(), writing);
        }
        return delivery.status();
    }

    private P allowed() {
        try {
            return plan(seeds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
