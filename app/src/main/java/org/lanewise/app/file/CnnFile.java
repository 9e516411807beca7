package org.lanewise.app.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.lanewise.app.data.DataException;
import org.lanewise.app.nn.Cnn;
import org.lanewise.app.nn.Weights;
import org.lanewise.app.train.Recipe;

/** A file with a trained network, which gives the same bits as the one that was saved. */
public final class CnnFile {
    private CnnFile() {}

    /** Writes a network's state as {@link Safetensors}. */
    public static void write(Cnn network, Path file) throws IOException {
        Safetensors.write(network.state(), file);
    }

    /**
     * The network of a file, with batch normalization if that is in the file.
     *
     * @param recipe makes the network that takes the file's state
     * @throws DataException if the file is not one of such a network
     */
    public static Cnn read(Path file, Recipe<Cnn> recipe) throws DataException {
        Map<String, Weights> state = Safetensors.read(file);
        Cnn network = recipe.networks().make(state.keySet().stream().anyMatch(name -> name.startsWith("bn.")), 0);
        try {
            network.load(state);
        } catch (IllegalArgumentException e) {
            throw new DataException("weights: " + file + ": " + e.getMessage(), e);
        }
        return network;
    }
}
