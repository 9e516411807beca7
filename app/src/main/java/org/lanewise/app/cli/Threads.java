package org.lanewise.app.cli;

import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.lanewise.ProviderInfo;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for the threads that the engine works with. */
final class Threads {
    private static final int MAX = 1024;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "Threads to work with, 1 to " + MAX + "; the results have the same bits.",
            showDefaultValue = Help.Visibility.ALWAYS)
    private int count;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** As many as there are processors, if the user does not say. */
    Threads() {
        this(Math.min(MAX, Runtime.getRuntime().availableProcessors()));
    }

    /** So many, if the user does not say. */
    Threads(int count) {
        this.count = count;
    }

    /** The number of threads, the calling one among them. */
    int count() {
        return count;
    }

    /** Checks the option, and that the engine can start: the property that forces its kernels is input, too. */
    void check() {
        if (count < 1 || count > MAX) {
            throw new ParameterException(spec.commandLine(), "threads: " + count + ", must be 1 to " + MAX);
        }
        try {
            ProviderInfo.current();
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Workers for all threads but the calling one, which works too. */
    Workers start() {
        return new Workers(count == 1 ? Optional.empty() : Optional.of(new ForkJoinPool(count - 1)));
    }
}
