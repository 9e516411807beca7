package org.lanewise.bench.compare;

import java.util.List;
import org.lanewise.tensor.ElementType;
import org.lanewise.tensor.Shape;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands' options mean, and what is said of those that mean nothing: see {@link CommandLines#run}. */
public final class Arguments {
    /** The most threads that an option takes. */
    static final int MAX_THREADS = 1024;

    private Arguments() {}

    /** Bad input, told by a line. */
    public static ParameterException bad(CommandSpec spec, String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    /** Checks that a number is from 1 to some other. */
    public static void requireWithin(CommandSpec spec, String name, int value, int most) {
        if (value < 1 || value > most) {
            throw bad(spec, name + ": " + value + ", must be 1 to " + most);
        }
    }

    /** Checks a number of threads. */
    public static void requireThreads(CommandSpec spec, int threads) {
        requireWithin(spec, "threads", threads, MAX_THREADS);
    }

    /** The shapes that some texts stand for. */
    public static List<Shape> shapes(CommandSpec spec, List<String> texts) {
        try {
            return texts.stream().map(StandardShapes::parse).toList();
        } catch (IllegalArgumentException e) {
            throw bad(spec, e.getMessage());
        }
    }

    /** The element type of a label, which an option gives. */
    public static ElementType type(CommandSpec spec, String option, String label) {
        return Case.type(label)
                .orElseThrow(
                        () -> bad(spec, option + ": " + label + ", must be float32, float64, bfloat16 or float16"));
    }
}
