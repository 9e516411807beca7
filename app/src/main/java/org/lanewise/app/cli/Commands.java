package org.lanewise.app.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes the commands, and gives the folder of the system's data set to those that look for it.
 *
 * @param systemData the folder
 */
record Commands(Path systemData) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == InfoCommand.class) {
            return type.cast(new InfoCommand(systemData));
        }
        if (type == TrainMlpCommand.class) {
            return type.cast(new TrainMlpCommand(systemData));
        }
        if (type == TrainCnnCommand.class) {
            return type.cast(new TrainCnnCommand(systemData));
        }
        if (type == EvalCnnCommand.class) {
            return type.cast(new EvalCnnCommand(systemData));
        }
        if (type == ExperimentCommand.class) {
            return type.cast(new ExperimentCommand(systemData));
        }
        if (type == PopulationCommand.class) {
            return type.cast(new PopulationCommand(systemData));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
