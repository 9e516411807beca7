package org.lanewise.app.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on the standard error, if that is a terminal; else nothing. Steps may come from any thread. */
final class Bar implements AutoCloseable {
    private static final int COLUMNS = 79;
    private static final int MILLIS = 200;
    private static final boolean TERMINAL = isTerminal(2);

    private final Optional<ProgressBar> bar;

    private Bar(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** A bar of some steps, at its beginning. */
    static Bar of(String task, long steps) {
        return new Bar(TERMINAL
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new OneLine())
                        .setUpdateIntervalMillis(MILLIS)
                        .clearDisplayOnFinish()
                        .build())
                : Optional.empty());
    }

    /** No bar. */
    static Bar none() {
        return new Bar(Optional.empty());
    }

    /** A step is done. */
    void step() {
        bar.ifPresent(ProgressBar::step);
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
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

    /** Leaves nothing behind: the line of a cleared bar is the one that the next result goes to. */
    private static final class OneLine extends ConsoleProgressBarConsumer {
        OneLine() {
            super(System.err, COLUMNS);
        }

        @Override
        public void close() {
            System.err.flush();
        }
    }
}
