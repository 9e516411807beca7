package org.lanewise.app.cli;

import org.lanewise.app.data.DataSource;
import picocli.CommandLine;

/** Hands out the app's commands, which only their own package can make. */
public final class AllCommands {
    private AllCommands() {}

    /** All commands, to read arguments without running anything. */
    public static CommandLine make() {
        return Lanewise.commandLine(DataSource.DEBIAN_FOLDER);
    }
}
