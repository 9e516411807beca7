package org.lanewise.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The networks whose files can be tested, under one name. */
@Command(
        name = "eval",
        description = "Tests a network that was saved.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "NETWORK",
        commandListHeading = "Networks:%n",
        subcommands = EvalCnnCommand.class)
final class EvalCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    EvalCommand() {}

    @Override
    public void run() {
        throw Subcommands.missing(spec);
    }
}
