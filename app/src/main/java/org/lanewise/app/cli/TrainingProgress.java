package org.lanewise.app.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.PrintWriter;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.lanewise.app.train.Epoch;
import org.lanewise.app.train.TrainingListener;

/** A line per epoch on the output, and on a terminal a progress bar while it runs. */
final class TrainingProgress implements TrainingListener {
    private static final int BAR_COLUMNS = 79;
    private static final int BAR_MILLIS = 200;
    private static final int STANDARD_ERROR = 2;

    private final PrintWriter out;
    private final boolean terminal;
    private ProgressBar bar;

    TrainingProgress(PrintWriter out) {
        this.out = out;
        terminal = isTerminal(STANDARD_ERROR);
    }

    /**
     * Whether a file descriptor is a terminal. Asked of the C library, since System.console() knows of the standard
     * input and output only. Where there is no such function (Windows) the answer is no.
     */
    @SuppressWarnings("restricted") // The function takes and gives an int and has no other effect.
    private static boolean isTerminal(int descriptor) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("isatty");
        if (function.isEmpty()) {
            return false;
        }
        MethodHandle isatty = linker.downcallHandle(function.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try {
            return (int) isatty.invokeExact(descriptor) == 1;
        } catch (Throwable t) {
            throw new IllegalStateException("isatty is declared otherwise here", t);
        }
    }

    @Override
    public void runBegins(boolean batchNormalized) {
        out.printf("%n%s batch normalization%n", batchNormalized ? "With" : "Without");
    }

    @Override
    public void epochBegins(int number, int steps) {
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("  epoch " + number)
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new OneLine())
                    .setUpdateIntervalMillis(BAR_MILLIS)
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void stepEnds(double loss) {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void epochEnds(Epoch epoch) {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        out.printf("  epoch %2d   loss %.4f   test accuracy %5.2f %%   %5.1f s%n",
                epoch.number(), epoch.loss(), 100 * epoch.testAccuracy(), epoch.seconds());
    }

    /** Leaves nothing behind: the line of a cleared bar is the one that the epoch's result goes to. */
    private static final class OneLine extends ConsoleProgressBarConsumer {
        OneLine() {
            super(System.err, BAR_COLUMNS);
        }

        @Override
        public void close() {
            System.err.flush();
        }
    }
}
