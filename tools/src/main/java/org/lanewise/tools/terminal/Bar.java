package org.lanewise.tools.terminal;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on the standard error, if that is a terminal; else nothing. Steps may come from any thread. */
public final class Bar implements AutoCloseable {
    private static final boolean TERMINAL = Terminal.isThere();

    private final Optional<ProgressBar> bar;

    private Bar(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** A bar of some steps, at its beginning. */
    public static Bar of(String task, long steps) {
        return of(task, steps, 79, 200);
    }

    /** A bar of long steps, with room for what is at work. */
    public static Bar ofLong(String task, long steps) {
        return of(task, steps, 99, 500);
    }

    private static Bar of(String task, long steps, int columns, int millis) {
        return new Bar(
                TERMINAL
                        ? Optional.of(new ProgressBarBuilder()
                                .setTaskName(task)
                                .setInitialMax(steps)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setConsumer(new OneLine(columns))
                                .setUpdateIntervalMillis(millis)
                                .clearDisplayOnFinish()
                                .build())
                        : Optional.empty());
    }

    /** No bar. */
    public static Bar none() {
        return new Bar(Optional.empty());
    }

    /** Whether it can be seen: other output should wait then. */
    public boolean isShown() {
        return bar.isPresent();
    }

    /** Says what is at work. */
    public void say(String work) {
        bar.ifPresent(shown -> shown.setExtraMessage(work));
    }

    /** A step is done. */
    public void step() {
        bar.ifPresent(ProgressBar::step);
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    /** Leaves nothing behind: the line of a cleared bar is the one that the next result goes to. */
    private static final class OneLine extends ConsoleProgressBarConsumer {
        OneLine(int columns) {
            super(System.err, columns);
        }

        @Override
        public void close() {
            System.err.flush();
        }
    }
}
