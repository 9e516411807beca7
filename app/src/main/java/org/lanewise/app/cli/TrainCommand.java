package org.lanewise.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The networks to train, under one name. */
@Command(
        name = "train",
        description = "Trains an example network.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "NETWORK",
        commandListHeading = "Networks:%n",
        subcommands = {TrainMlpCommand.class, TrainCnnCommand.class})
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    TrainCommand() {}

    @Override
    public void run() {
        throw Subcommands.missing(spec);
    }
}
