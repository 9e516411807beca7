package org.lanewise.bench.compare;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the standard error, if that is a terminal, with the case that is at work. */
public final class Progress implements AutoCloseable {
    private static final int COLUMNS = 99;
    private static final int MILLIS = 500;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /** Shown where there is a terminal. */
    public static Progress of(String task, int cases) {
        if (!Terminal.isThere()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(cases)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new OneLine())
                .setUpdateIntervalMillis(MILLIS)
                .clearDisplayOnFinish()
                .build());
    }

    /** Whether it can be seen: other output should wait then. */
    public boolean isShown() {
        return bar != null;
    }

    /** A case begins. */
    public void begin(String name) {
        if (bar != null) {
            bar.setExtraMessage(name);
        }
    }

    /** A case is done. */
    public void end() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** Leaves nothing behind: the line of a cleared bar is the one that the table goes to. */
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
