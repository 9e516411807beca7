package org.lanewise.app.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lanewise.app.data.DataException;
import org.lanewise.app.nn.Cnn;
import org.lanewise.app.nn.Weights;
import org.lanewise.app.train.Recipe;

/** A file with a trained network, which gives the same bits as the one that was saved. */
public final class CnnFile {
    /** What others put before all names: PyTorch's DataParallel and AveragedModel the first, many trainers the second. */
    private static final List<String> PREFIXES = List.of("module.", "model.");

    /** PyTorch's count of batches, which no inference needs. */
    private static final String COUNT = "num_batches_tracked";

    private CnnFile() {}

    /** Writes a network's state as {@link Safetensors}. */
    public static void write(Cnn network, Path file) throws IOException {
        Safetensors.write(network.state(), file);
    }

    /**
     * The network of a file, with batch normalization if anything of that is in the file. The arrays may be of float32,
     * float16, bfloat16 or float64, and all names may begin with the same "module." or "model.". Arrays of whole
     * numbers that the network has no use for are skipped. {@link Cnn#load} says what may be missing.
     *
     * @param recipe makes the network that takes the file's state
     * @throws DataException that names the array if the file is not one of such a network
     */
    public static Cnn read(Path file, Recipe<Cnn> recipe) throws DataException {
        Map<String, StoredTensor> stored = Safetensors.read(file);
        try {
            String prefix = prefix(
                    stored.values().stream().filter(CnnFile::isOfNetwork).map(StoredTensor::name).toList());
            Map<String, StoredTensor> tensors = withoutPrefix(stored, prefix);
            boolean normalized = tensors.keySet().stream().anyMatch(name -> name.startsWith("bn."));
            Cnn network = recipe.networks().make(normalized, 0);
            load(network, weights(tensors, network.state().keySet()), prefix);
            return network;
        } catch (IllegalArgumentException e) {
            throw new DataException("weights: " + file + ": " + e.getMessage(), e);
        }
    }

    /** Others are of the program that made the file, such as the number of the epoch. */
    private static boolean isOfNetwork(StoredTensor tensor) {
        return !tensor.dtype().isWhole() || tensor.name().endsWith("." + COUNT);
    }

    /** What all names begin with: any of the prefixes, one in another too. */
    private static String prefix(Collection<String> names) {
        String prefix = "";
        for (boolean longer = true; longer;) {
            longer = false;
            for (String more : PREFIXES) {
                String candidate = prefix + more;
                List<String> with = names.stream().filter(name -> name.startsWith(candidate)).toList();
                if (!with.isEmpty() && with.size() < names.size()) {
                    String other = names.stream().filter(name -> !name.startsWith(candidate)).findFirst().orElseThrow();
                    throw new IllegalArgumentException(
                            other + ": no " + candidate + " before it, must have it, as " + with.getFirst() + " has");
                }
                if (!with.isEmpty()) {
                    prefix = candidate;
                    longer = true;
                    break;
                }
            }
        }
        return prefix;
    }

    private static Map<String, StoredTensor> withoutPrefix(Map<String, StoredTensor> tensors, String prefix) {
        Map<String, StoredTensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                named.put(name.substring(prefix.length()), tensor);
            }
        });
        return named;
    }

    private static Map<String, Weights> weights(Map<String, StoredTensor> tensors, Set<String> known) {
        Map<String, Weights> weights = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.equals("bn." + COUNT)) {
                tensor.requireCount();
            } else if (known.contains(name) || !tensor.dtype().isWhole()) {
                weights.put(name, tensor.weights());
            }
        });
        return weights;
    }

    private static void load(Cnn network, Map<String, Weights> weights, String prefix) {
        try {
            network.load(weights);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + e.getMessage(), e);
        }
    }
}
